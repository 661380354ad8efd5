package clda.kit;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OpenAI's published description of its interface (OpenAPI), where it is there: {@code -Dopenai.description}, else
 * {@code ../shared/data/openai/openapi.json}.
 */
public final class PublishedDescription {

    private static final Path FILE =
            Path.of(System.getProperty("openai.description", "../shared/data/openai/openapi.json"));

    private static final Map<String, String> REQUESTS =
            Map.of("/chat/completions", "CreateChatCompletionRequest", "/responses", "CreateResponse");

    private static final Optional<JsonNode> SCHEMAS = schemas();

    private static final Map<String, JsonSchema> OF_REQUESTS = new ConcurrentHashMap<>();

    private PublishedDescription() {}

    public static boolean isThere() {
        return SCHEMAS.isPresent();
    }

    public static Path file() {
        return FILE;
    }

    /**
     * What is wrong with a request by the description.
     *
     * @param path that it was sent to
     * @return empty if nothing, if the path is none of these, or if there is no description
     */
    public static List<String> problems(String path, JsonNode request) {
        return REQUESTS.entrySet().stream()
                .filter(each -> isThere() && path.endsWith(each.getKey()))
                .flatMap(each -> schema(each.getValue()).validate(request).stream())
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonSchema schema(String name) {
        return OF_REQUESTS.computeIfAbsent(name, missing -> {
            ObjectNode document = Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/" + name);
            document.putObject("components").set("schemas", SCHEMAS.orElseThrow());
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(document);
        });
    }

    private static Optional<JsonNode> schemas() {
        if (!Files.exists(FILE)) {
            return Optional.empty();
        }
        try {
            JsonNode schemas =
                    Json.MAPPER.readTree(FILE.toFile()).path("components").path("schemas");
            // A message of parts is valid by two forms at once, of which it says that one has to be.
            if (schemas.path("InputItem") instanceof ObjectNode item && item.has("oneOf")) {
                item.set("anyOf", item.remove("oneOf"));
            }
            return Optional.of(schemas);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
