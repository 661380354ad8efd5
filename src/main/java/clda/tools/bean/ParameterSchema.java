package clda.tools.bean;

import clda.json.Json;
import clda.tools.ToolContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a method's parameters. The victools generator handles types and the constraints inside them; it does not
 * see constraints on the parameters themselves, so those are added here.
 */
final class ParameterSchema {

    private static final SchemaGenerator TYPES = types();

    private ParameterSchema() {}

    private static SchemaGenerator types() {
        SchemaGeneratorConfigBuilder types = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JakartaValidationModule(
                        JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS,
                        JakartaValidationOption.NOT_NULLABLE_FIELD_IS_REQUIRED))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.INLINE_ALL_SCHEMAS)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        types.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> constants(type.getErasedType()));
        return new SchemaGenerator(types.build());
    }

    /** The constants of an enum as JSON has them, which need not be their names. */
    private static @Nullable CustomDefinition constants(Class<?> type) {
        if (!type.isEnum()) {
            return null;
        }
        ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "string");
        schema.set("enum", Json.MAPPER.valueToTree(type.getEnumConstants()));
        return new CustomDefinition(schema);
    }

    static ObjectNode of(Method method) {
        ObjectNode schema = Json.MAPPER.createObjectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (Parameter parameter : method.getParameters()) {
            if (parameter.getType() == ToolContext.class) {
                continue;
            }
            if (!parameter.isNamePresent()) {
                throw new IllegalArgumentException(method + " was compiled without -parameters");
            }
            ObjectNode property = TYPES.generateSchema(parameter.getParameterizedType());
            Param described = parameter.getAnnotation(Param.class);
            if (described != null) {
                Money money = parameter.getAnnotation(Money.class);
                boolean fixed = money != null && !money.value().isEmpty();
                property.put("description", described.value() + (fixed ? ", in " + money.value() : ""));
            }
            constrain(property, parameter);
            properties.set(parameter.getName(), property);
            if (isRequired(parameter)) {
                required.add(parameter.getName());
            }
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private static boolean isRequired(Parameter parameter) {
        return parameter.getType().isPrimitive()
                || parameter.isAnnotationPresent(NotNull.class)
                || parameter.isAnnotationPresent(NotBlank.class)
                || parameter.isAnnotationPresent(NotEmpty.class);
    }

    private static void constrain(ObjectNode property, Parameter parameter) {
        if (parameter.isAnnotationPresent(NotBlank.class) || parameter.isAnnotationPresent(NotEmpty.class)) {
            property.put("minLength", 1);
        }
        if (parameter.isAnnotationPresent(Email.class)) {
            property.put("format", "email");
        }
        Size size = parameter.getAnnotation(Size.class);
        if (size != null) {
            if (size.min() > 0) {
                property.put("minLength", size.min());
            }
            property.put("maxLength", size.max());
        }
        Pattern pattern = parameter.getAnnotation(Pattern.class);
        if (pattern != null) {
            // Bean Validation matches a pattern against the whole text, JSON Schema against any part of it.
            property.put("pattern", "^(?:" + pattern.regexp() + ")$");
        }
        Min min = parameter.getAnnotation(Min.class);
        if (min != null) {
            property.put("minimum", min.value());
        }
        Max max = parameter.getAnnotation(Max.class);
        if (max != null) {
            property.put("maximum", max.value());
        }
        DecimalMin decimalMin = parameter.getAnnotation(DecimalMin.class);
        if (decimalMin != null) {
            property.put(decimalMin.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(decimalMin.value()));
        }
        DecimalMax decimalMax = parameter.getAnnotation(DecimalMax.class);
        if (decimalMax != null) {
            property.put(decimalMax.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(decimalMax.value()));
        }
        if (parameter.isAnnotationPresent(Positive.class)) {
            property.put("exclusiveMinimum", 0);
        }
        if (parameter.isAnnotationPresent(PositiveOrZero.class)) {
            property.put("minimum", 0);
        }
    }
}
