package clda.kit;

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
import org.jspecify.annotations.Nullable;

/** Holds what is sent over a socket against {@code docs/asyncapi.yaml}: each message has a described form and nothing more. */
public final class DescribedFrames {

    private static final String DOCUMENT = "https://clda.example/asyncapi";
    private static final Path KEPT = Path.of("docs/asyncapi.yaml");

    private final JsonNode messages;
    private final JsonNode events;
    private final JsonSchemaFactory schemas;

    private static final class Kept {
        private static final DescribedFrames ONE = new DescribedFrames();
    }

    private DescribedFrames() {
        try {
            JsonNode document = new ObjectMapper(new YAMLFactory()).readTree(KEPT.toFile());
            messages = document.path("components").path("messages");
            messages.forEach(message -> close(message.path("payload")));
            events = document.path("components").path("schemas");
            events.forEach(DescribedFrames::close);
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

    public static DescribedFrames socket() {
        return Kept.ONE;
    }

    /** What is not as it is described; empty if all is. */
    public List<String> lies(JsonNode frame) {
        String type = frame.path("type").asText();
        String place = frame.has("seq") ? event(type) : message(type);
        return place == null
                ? List.of("no message of the type " + type + " is described")
                : schemas.getSchema(SchemaLocation.of(DOCUMENT + place)).validate(frame).stream()
                        .map(ValidationMessage::getMessage)
                        .toList();
    }

    /** The schema of that event only: of all that an event may be, what is wrong with a frame could not be told. */
    private @Nullable String event(String type) {
        return events.properties().stream()
                .filter(event -> isOf(type, event.getValue()))
                .map(event -> "#/components/schemas/" + event.getKey())
                .findFirst()
                .orElse(null);
    }

    private @Nullable String message(String type) {
        return messages.properties().stream()
                .filter(message -> isOf(type, message.getValue().path("payload")))
                .map(message -> "#/components/messages/" + message.getKey() + "/payload")
                .findFirst()
                .orElse(null);
    }

    private static boolean isOf(String type, JsonNode schema) {
        return schema.path("properties").path("type").path("const").asText().equals(type);
    }
}
