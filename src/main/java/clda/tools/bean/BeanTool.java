package clda.tools.bean;

import clda.effects.EffectClass;
import clda.json.Json;
import clda.tools.ApprovalRule;
import clda.tools.Quota;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Traits;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A tool made from an annotated method. */
public final class BeanTool implements Tool {

    private static final ObjectMapper JSON = Json.MAPPER;

    private final Supplier<?> bean;
    private final Method method;
    private final @Nullable Method lookUp;
    private final @Nullable Method check;
    private final Validator validator;
    private final ToolDefinition definition;

    private BeanTool(Supplier<?> bean, Method method, AgentTool annotation, Validator validator) {
        this.bean = bean;
        this.method = method;
        this.lookUp = lookUp(method, annotation);
        this.check = annotation.check().isEmpty() ? null : beside(method, "check", annotation.check(), void.class);
        this.validator = validator;
        this.definition = new ToolDefinition(
                annotation.name().isEmpty() ? snakeCase(method.getName()) : annotation.name(),
                annotation.value(),
                annotation.effect(),
                ParameterSchema.of(method),
                rule(method),
                Set.of(annotation.roles()),
                Duration.ofSeconds(annotation.timeoutSeconds()),
                new Recovery(
                        Duration.ofHours(annotation.keyKeptHours()), Duration.ofSeconds(annotation.quiesceSeconds())),
                new Traits(
                        annotation.background(),
                        annotation.untrusted(),
                        annotation.weighty() && annotation.effect() != EffectClass.READ,
                        annotation.undo().isEmpty() ? null : annotation.undo(),
                        Marked.amounts(method),
                        Marked.rules(method)));
    }

    private static @Nullable Method lookUp(Method method, AgentTool annotation) {
        if (annotation.lookUp().isEmpty()) {
            if (annotation.effect() == EffectClass.QUERYABLE) {
                throw new IllegalArgumentException(method + " is QUERYABLE and names no lookUp");
            }
            return null;
        }
        return beside(method, "lookUp", annotation.lookUp(), Optional.class);
    }

    /** Another method of the same bean, with the same parameters as the tool's method. */
    private static Method beside(Method method, String role, String name, Class<?> returned) {
        try {
            Method found = method.getDeclaringClass().getDeclaredMethod(name, method.getParameterTypes());
            if (found.getReturnType() != returned) {
                throw new IllegalArgumentException(found + " does not return " + returned.getSimpleName());
            }
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    method + " names a " + role + " that does not exist with the same parameters: " + name, e);
        }
    }

    /**
     * The tools that a class declares.
     *
     * @param bean supplies the instance for each call
     * @throws IllegalArgumentException if an annotated method cannot be a tool
     */
    public static List<Tool> of(Class<?> type, Supplier<?> bean, Validator validator) {
        List<Tool> tools = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            AgentTool annotation = method.getAnnotation(AgentTool.class);
            if (annotation == null) {
                continue;
            }
            if (!Modifier.isPublic(method.getModifiers())) {
                throw new IllegalArgumentException("tool method " + method + " is not public");
            }
            method.setAccessible(true);
            tools.add(new BeanTool(bean, method, annotation, validator));
        }
        tools.sort(java.util.Comparator.comparing(tool -> tool.definition().name()));
        return tools;
    }

    private static ApprovalRule rule(Method method) {
        return new ApprovalRule(
                Arrays.stream(method.getAnnotationsByType(NeedsApproval.class))
                        .map(needs -> condition(needs, method))
                        .toList(),
                Arrays.stream(method.getAnnotationsByType(AtMost.class))
                        .map(max -> quota(max, method))
                        .toList());
    }

    private static ApprovalRule.Condition condition(NeedsApproval needs, Method method) {
        String argument = parameter(needs.when(), method);
        return new ApprovalRule.Condition(
                needs.by(), argument, argument == null ? null : new BigDecimal(needs.above()));
    }

    private static Quota quota(AtMost max, Method method) {
        return new Quota(
                parameter(max.of(), method),
                new BigDecimal(max.value()),
                max.per(),
                parameter(max.argument(), method),
                max.hours() == 0 ? null : Duration.ofHours(max.hours()),
                max.beyond());
    }

    /** The name, which has to be that of a parameter of the method; null if it is empty. */
    private static @Nullable String parameter(String name, Method method) {
        if (name.isEmpty()) {
            return null;
        }
        if (Arrays.stream(method.getParameters())
                .noneMatch(parameter -> parameter.getName().equals(name))) {
            throw new IllegalArgumentException(method + " has no parameter " + name + " to decide by");
        }
        return name;
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public ToolDefinition definition() {
        return definition;
    }

    @Override
    public JsonNode call(ObjectNode arguments, ToolContext context) {
        Object target = bean.get();
        Object[] values = values(arguments, context);
        Set<? extends ConstraintViolation<?>> violations =
                validator.forExecutables().validateParameters(target, method, values);
        if (!violations.isEmpty()) {
            throw new ToolFailure(
                    "invalid_arguments",
                    violations.stream()
                            .map(violation -> argumentName(violation) + " " + violation.getMessage())
                            .sorted()
                            .collect(Collectors.joining("; ")));
        }
        Object result = invoke(method, target, values);
        return result == null ? NullNode.getInstance() : JSON.valueToTree(result);
    }

    @Override
    public void check(ObjectNode arguments, ToolContext context) {
        if (check != null) {
            invoke(check, bean.get(), values(arguments, context));
        }
    }

    @Override
    public boolean canBeAsked() {
        return lookUp != null;
    }

    @Override
    public Optional<JsonNode> lookUp(ObjectNode arguments, ToolContext context) {
        if (lookUp == null) {
            return Tool.super.lookUp(arguments, context);
        }
        Optional<?> found = (Optional<?>) invoke(lookUp, bean.get(), values(arguments, context));
        return found == null ? Optional.empty() : found.map(JSON::valueToTree);
    }

    private @Nullable Object invoke(Method called, Object target, Object[] values) {
        try {
            return called.invoke(target, values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("tool " + definition.name() + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("tool " + definition.name() + " cannot be called", e);
        }
    }

    private Object[] values(ObjectNode arguments, ToolContext context) {
        Parameter[] parameters = method.getParameters();
        Object[] values = new Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].getType() == ToolContext.class) {
                values[i] = context;
                continue;
            }
            JsonNode value = arguments.get(parameters[i].getName());
            try {
                values[i] = value == null || value.isNull()
                        ? null
                        : JSON.treeToValue(value, JSON.constructType(parameters[i].getParameterizedType()));
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new ToolFailure("invalid_arguments", parameters[i].getName() + " has the wrong form");
            }
        }
        return values;
    }

    private static String argumentName(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        return path.substring(path.indexOf('.') + 1);
    }
}
