package clda.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description that both servers serve is the one that the code makes. {@code -Dclda.openapi=write} writes it anew. */
class OpenApiTest {

    private static final Path KEPT = Path.of("src/main/resources/META-INF/openapi.json");
    private static final Set<String> BYTES_AND_LINES = Set.of("getImage", "shadowRecording");

    private static String made;
    private static JsonNode document;

    @BeforeAll
    static void make() throws IOException {
        document = OpenApiDescription.make();
        made = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        if (System.getProperty("clda.openapi", "").equals("write")) {
            Files.writeString(KEPT, made);
        }
    }

    private static List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        document.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }

    @Test
    void theKeptDescriptionIsTheOneThatTheCodeMakes() throws IOException {
        assertThat(made.lines()).isEqualTo(Files.readString(KEPT).lines().toList());
    }

    @Test
    void everyOperationHasANameATagASummaryAndTypedAnswers() {
        assertThat(operations()).hasSizeGreaterThan(45).allSatisfy(operation -> {
            assertThat(operation.path("operationId").asText()).isNotEmpty();
            assertThat(operation.path("tags")).isNotEmpty();
            assertThat(operation.path("summary").asText()).isNotEmpty();
            assertThat(operation.path("responses").has("default")).isFalse();
            assertThat(operation.path("responses").fieldNames())
                    .toIterable()
                    .anyMatch(status -> status.startsWith("2"))
                    .contains("429", "500", "503");
        });
        assertThat(operations().stream().map(one -> one.path("operationId").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyBodyHasASchemaAndAnExample() {
        for (JsonNode operation : operations()) {
            String name = operation.path("operationId").asText();
            for (JsonNode body : operation.findValues("content")) {
                body.properties().forEach(content -> {
                    JsonNode schema = content.getValue().path("schema");
                    assertThat(schema.isEmpty()).as(name).isFalse();
                    assertThat(schema.path("type").asText()).as(name).isNotEqualTo("array");
                    if (content.getKey().equals("application/json") && !BYTES_AND_LINES.contains(name)) {
                        assertThat(content.getValue().has("example")).as(name).isTrue();
                    }
                });
            }
        }
    }

    @Test
    void everySchemaSaysWhatItIsAndLeadsSomewhere() {
        JsonNode schemas = document.path("components").path("schemas");

        assertThat(StreamSupport.stream(schemas.spliterator(), false).toList())
                .hasSizeGreaterThan(60)
                .allSatisfy(schema -> assertThat(schema.has("enum")
                                || !schema.path("description").asText().isEmpty())
                        .as(schema.toString())
                        .isTrue());
        for (String reference : document.findValuesAsText("$ref")) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }
}
