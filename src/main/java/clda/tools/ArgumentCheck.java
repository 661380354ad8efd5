package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Holds the arguments of a call against the tool's schema, before anything runs. */
public final class ArgumentCheck {

    private static final int MOST_PROBLEMS = 10;

    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private final SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .build();
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    /** What is wrong, in English, for the model; empty if nothing is. */
    public List<String> problems(ToolDefinition tool, JsonNode arguments) {
        if (!arguments.isObject()) {
            return List.of("the arguments are not a JSON object");
        }
        return schemas
                .computeIfAbsent(tool.name(), name -> factory.getSchema(tool.parameters(), config))
                .validate(arguments)
                .stream()
                .map(ValidationMessage::getMessage)
                .limit(MOST_PROBLEMS)
                .toList();
    }
}
