package clda.tools.bean;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the arguments of a tool, and the members of its result, that are amounts of money. */
final class Amounts {

    private final Method method;
    private final Map<String, String> found = new TreeMap<>();
    private final Set<Type> seen = new HashSet<>();

    private Amounts(Method method) {
        this.method = method;
    }

    /** The currencies by the names of the amounts; a currency is empty if the data name it. */
    static Map<String, String> of(Method method) {
        Amounts amounts = new Amounts(method);
        for (Parameter parameter : method.getParameters()) {
            amounts.note(parameter.getName(), parameter.getAnnotation(Money.class));
        }
        amounts.lookInto(method.getGenericReturnType());
        return amounts.found;
    }

    private void lookInto(Type type) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                lookInto(argument);
            }
        } else if (type instanceof Class<?> made && made.isRecord()) {
            for (RecordComponent component : made.getRecordComponents()) {
                note(component.getName(), component.getAnnotation(Money.class));
                lookInto(component.getGenericType());
            }
        }
    }

    private void note(String name, @Nullable Money money) {
        if (money == null) {
            return;
        }
        String other = found.put(name, money.value());
        if (other != null && !other.equals(money.value())) {
            throw new IllegalArgumentException(method + " has amounts named " + name + " in different currencies");
        }
    }
}
