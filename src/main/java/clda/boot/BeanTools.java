package clda.boot;

import clda.guests.Guests;
import clda.tools.Tool;
import clda.tools.bean.AgentTool;
import clda.tools.bean.BeanTool;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the beans that have tools during deployment. */
public class BeanTools implements Extension {

    private final Set<Class<?>> types = new LinkedHashSet<>();

    void found(@Observes @WithAnnotations(AgentTool.class) ProcessAnnotatedType<?> type) {
        types.add(type.getAnnotatedType().getJavaClass());
    }

    /** The tools of all beans, except those of guests that are not enabled. */
    List<Tool> all(Guests guests, Instance<Object> beans, Validator validator) {
        List<Tool> tools = new ArrayList<>();
        for (Class<?> type : types) {
            if (!guests.isAway(type) && beans.select(type).isResolvable()) {
                tools.addAll(BeanTool.of(type, () -> beans.select(type).get(), validator));
            }
        }
        return tools;
    }
}
