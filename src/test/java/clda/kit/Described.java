package clda.kit;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests and answers against the description of the API, so that it cannot lie: what is answered with success has to be
 * described as it was sent, and every answer has to have a described status, media type and form, without a member that is not
 * described.
 */
public final class Described {

    private static final String DOCUMENT = "https://clda.example/openapi";
    private static final Path KEPT = Path.of("src/main/resources/META-INF/openapi.json");

    /** Many values of JSON, one a line; described as text. */
    private static final String LINES = "application/x-ndjson";

    private final JsonNode document;
    private final JsonSchemaFactory schemas;

    private static final class Kept {
        private static final Described ONE = new Described();
    }

    private Described() {
        try {
            document = Json.MAPPER.readTree(Files.readString(KEPT));
            closeAnswers();
            leaveOutDiscriminators();
            String closed = document.toString();
            schemas = JsonSchemaFactory.getInstance(
                    SpecVersion.VersionFlag.V4, builder -> builder.metaSchema(OpenApi30.getInstance())
                            .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                            .schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, closed))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Described api() {
        return Kept.ONE;
    }

    /** Clients may send what nobody knows; the server may not. */
    private void closeAnswers() {
        Set<String> sent = new HashSet<>();
        document.findValues("requestBody").forEach(body -> sent.addAll(body.findValuesAsText("$ref")));
        document.path("components").path("schemas").properties().forEach(schema -> {
            boolean closed =
                    schema.getValue().has("properties") && !schema.getValue().has("additionalProperties");
            if (closed && !sent.contains("#/components/schemas/" + schema.getKey())) {
                ((ObjectNode) schema.getValue()).put("additionalProperties", false);
            }
        });
    }

    /** They are for generators: the validator takes one that is further inside for that of the alternatives around it. */
    private void leaveOutDiscriminators() {
        document.path("components").path("schemas").forEach(schema -> ((ObjectNode) schema).remove("discriminator"));
    }

    /**
     * What is not as it is described; empty if all is.
     *
     * @param sent the body, if it is known and is JSON
     */
    public List<String> lies(
            String method, String address, @Nullable String sent, int status, String mediaType, String received) {
        String path = address.replaceAll("\\?.*", "");
        if (!path.startsWith("/api/v1/")) {
            return List.of();
        }
        String place = "#/paths/";
        JsonNode operation = null;
        for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
            if (path.matches(each.getKey().replaceAll("\\{\\w+}", "[^/]+"))) {
                JsonNode found = each.getValue().get(method.toLowerCase(Locale.ROOT));
                if (found != null && (operation == null || !each.getKey().contains("{"))) {
                    operation = found;
                    place = "#/paths/"
                            + each.getKey()
                                    .replace("~", "~0")
                                    .replace("/", "~1")
                                    .replace("{", "%7B")
                                    .replace("}", "%7D")
                            + "/" + method.toLowerCase(Locale.ROOT);
                }
            }
        }
        List<String> lies = new ArrayList<>();
        if (operation == null) {
            if (status < 300) {
                lies.add("no such operation is described");
            }
            return lies;
        }
        if (status < 300 && sent != null && !sent.isEmpty()) {
            if (operation.path("requestBody").path("content").has("application/json")) {
                lies.addAll(wrong(place + "/requestBody/content/application~1json/schema", sent));
            }
        }
        JsonNode response = operation.path("responses").path(String.valueOf(status));
        if (response.isMissingNode()) {
            lies.add("the status " + status + " is not described");
            return lies;
        }
        String within = place + "/responses/" + status;
        if (response.has("$ref")) {
            within = response.path("$ref").asText();
            response = document.at(within.substring(1));
        }
        answer(response, within, mediaType.replaceAll(";.*", ""), received, lies);
        return lies;
    }

    private void answer(JsonNode response, String within, String type, String received, List<String> lies) {
        if (type.isEmpty() || type.equals("text/html")) {
            if (type.isEmpty() && response.has("content")) {
                lies.add("a body is described and none came");
            }
            return;
        }
        boolean described =
                response.path("content").has(type) || response.path("content").has(type.replaceAll("/.*", "/*"));
        if (!described) {
            lies.add("the media type " + type + " is not described");
        } else if (type.endsWith("json") && !type.equals(LINES)) {
            lies.addAll(wrong(within + "/content/" + type.replace("/", "~1") + "/schema", received));
        }
    }

    private List<String> wrong(String place, String json) {
        JsonNode tree;
        try {
            tree = Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return List.of("it is no JSON");
        }
        return schemas.getSchema(SchemaLocation.of(DOCUMENT + place)).validate(tree).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
