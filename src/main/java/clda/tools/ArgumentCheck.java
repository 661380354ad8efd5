package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Validates the arguments of a call against the tool's schema, before anything runs. */
public final class ArgumentCheck {

    private static final int MAX_PROBLEMS = 10;

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /**
     * A value that breaks a rule of the schema.
     *
     * @param argument its name
     * @param rule the keyword of JSON Schema that it breaks, such as {@code maximum}
     * @param limit the value of the rule, such as {@code 100}; empty if it is not a simple value
     */
    public record Violation(String argument, String rule, String limit) {}

    /** Descriptions of the problems, in English, for the model; empty if there are none. */
    public List<String> problems(ToolDefinition tool, JsonNode arguments) {
        if (!arguments.isObject()) {
            return List.of(CallArguments.refusal(arguments.isTextual() ? arguments.textValue() : arguments.toString()));
        }
        Optional<String> unbounded = CallArguments.unbounded(arguments);
        if (unbounded.isPresent()) {
            return List.of("$." + unbounded.get() + ": the number is out of range");
        }
        return validate(tool, arguments)
                .map(ValidationMessage::getMessage)
                .limit(MAX_PROBLEMS)
                .toList();
    }

    /** The values that break a rule; missing arguments are not reported. */
    public List<Violation> violations(ToolDefinition tool, ObjectNode arguments) {
        Optional<String> unbounded = CallArguments.unbounded(arguments);
        if (unbounded.isPresent()) {
            return List.of(new Violation(unbounded.get(), "maximum", ""));
        }
        return validate(tool, arguments)
                .filter(message -> message.getInstanceLocation().getNameCount() > 0)
                .map(message -> new Violation(
                        message.getInstanceLocation().getName(0),
                        message.getType(),
                        limit(tool.parameters()
                                .path("properties")
                                .path(message.getInstanceLocation().getName(0))
                                .path(message.getType()))))
                .toList();
    }

    private static String limit(JsonNode rule) {
        return rule.isNumber() ? rule.decimalValue().toPlainString() : "";
    }

    private Stream<ValidationMessage> validate(ToolDefinition tool, JsonNode arguments) {
        return schemas
                .computeIfAbsent(tool.name(), name -> factory.getSchema(tool.parameters(), config))
                .validate(arguments)
                .stream();
    }
}
