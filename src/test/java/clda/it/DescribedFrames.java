package clda.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Holds what is sent over a socket against {@code docs/asyncapi.yaml}: each message has a described form and nothing more. */
final class DescribedFrames {

    private static final String DOCUMENT = "https://clda.example/asyncapi";
    private static final Path KEPT = Path.of("docs/asyncapi.yaml");

    private final JsonNode messages;
    private final JsonSchemaFactory schemas;

    private static final class Kept {
        private static final DescribedFrames ONE = new DescribedFrames();
    }

    private DescribedFrames() {
        try {
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(KEPT.toFile());
            messages = document.path("components").path("messages");
            messages.forEach(message -> close(message.path("payload")));
            document.path("components").path("schemas").forEach(DescribedFrames::close);
            String closed = document.toString();
            schemas = JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V7,
                    builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, closed))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties")) {
            object.put("additionalProperties", false);
        }
    }

    static DescribedFrames socket() {
        return Kept.ONE;
    }

    /** What is not as it is described; empty if all is. */
    List<String> lies(JsonNode frame) {
        String type = frame.path("type").asText();
        String name = frame.has("seq") ? "event" : null;
        for (Map.Entry<String, JsonNode> message : messages.properties()) {
            JsonNode described =
                    message.getValue().path("payload").path("properties").path("type");
            if (name == null && described.path("const").asText().equals(type)) {
                name = message.getKey();
            }
        }
        return name == null
                ? List.of("no message of the type " + type + " is described")
                : schemas
                        .getSchema(SchemaLocation.of(DOCUMENT + "#/components/messages/" + name + "/payload"))
                        .validate(frame)
                        .stream()
                        .map(ValidationMessage::getMessage)
                        .toList();
    }
}
