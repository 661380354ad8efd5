package clda.tools.bean;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Finds the arguments of a tool, and the members of its result, that carry an annotation. */
final class Marked<A extends Annotation> {

    private final Class<A> annotation;
    private final BiConsumer<String, A> found;
    private final Set<Type> seen = new HashSet<>();

    private Marked(Class<A> annotation, BiConsumer<String, A> found) {
        this.annotation = annotation;
        this.found = found;
    }

    /** The currencies of amounts of money by their names; a currency is empty if the data name it. */
    static Map<String, String> amounts(Method method) {
        Map<String, String> currencies = new TreeMap<>();
        find(method, Money.class, (name, money) -> {
            String other = currencies.put(name, money.value());
            if (other != null && !other.equals(money.value())) {
                throw new IllegalArgumentException(method + " has amounts named " + name + " in different currencies");
            }
        });
        return currencies;
    }

    /** The names of recurrence rules. */
    static Set<String> rules(Method method) {
        Set<String> rules = new TreeSet<>();
        find(method, RecurrenceRule.class, (name, rule) -> rules.add(name));
        return rules;
    }

    private static <A extends Annotation> void find(Method method, Class<A> annotation, BiConsumer<String, A> found) {
        Marked<A> marked = new Marked<>(annotation, found);
        for (Parameter parameter : method.getParameters()) {
            marked.note(parameter.getName(), parameter.getAnnotation(annotation));
        }
        marked.lookInto(method.getGenericReturnType());
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
                note(component.getName(), component.getAnnotation(annotation));
                lookInto(component.getGenericType());
            }
        }
    }

    private void note(String name, @Nullable A mark) {
        if (mark != null) {
            found.accept(name, mark);
        }
    }
}
