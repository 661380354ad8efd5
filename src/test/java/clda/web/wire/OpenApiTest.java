package clda.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import clda.demo.DemoSkills;
import clda.json.Json;
import clda.skills.Skill;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The description that both servers serve, and the examples that the demo adds to it, are those that the code makes. {@code
 * -Dclda.openapi=write} writes them anew.
 */
class OpenApiTest {

    private static final Path KEPT = Path.of("src/main/resources/META-INF/openapi.json");
    private static final Set<String> BYTES_AND_LINES = Set.of("getImage", "shadowRecording");

    private static final Path DEMO = Path.of("src/main/resources/clda/demo/openapi-examples.json");

    private static String made;
    private static String madeForTheDemo;
    private static JsonNode document;
    private static JsonNode withoutTheDemo;

    @BeforeAll
    static void make() throws IOException {
        document = OpenApiDescription.make();
        ObjectNode bare = document.deepCopy();
        madeForTheDemo = pretty(DemoExamples.takenOutOf(bare));
        withoutTheDemo = bare;
        made = pretty(bare);
        if (System.getProperty("clda.openapi", "").equals("write")) {
            Files.writeString(KEPT, made);
            Files.writeString(DEMO, madeForTheDemo);
        }
    }

    private static String pretty(JsonNode tree) throws IOException {
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    private static List<JsonNode> operations() {
        List<JsonNode> operations = new ArrayList<>();
        document.path("paths").forEach(path -> path.forEach(operations::add));
        return operations;
    }

    @Test
    void theKeptDescriptionIsTheOneThatTheCodeMakes() throws IOException {
        assertThat(made.lines()).isEqualTo(Files.readString(KEPT).lines().toList());
        assertThat(madeForTheDemo.lines())
                .isEqualTo(Files.readString(DEMO).lines().toList());
    }

    @Test
    void withoutTheDemoNoExampleTellsOfIt() {
        List<String> tools = DemoSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream()
                .map(Skill::tool)
                .toList();

        assertThat(tools).hasSizeGreaterThan(5);
        assertThat(withoutTheDemo.findValues("example")).hasSizeGreaterThan(40).allSatisfy(example -> assertThat(
                        example.toString())
                .doesNotContain(tools)
                .doesNotContain("alice", "bob", "carol", "dave", "A-100"));
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
    void whatMetricsLookLikeIsShown() {
        JsonNode metrics = document.at("/paths/~1api~1v1~1metrics/get/responses/200/content/text~1plain");

        assertThat(metrics.path("example").asText())
                .startsWith("# HELP clda_turns_total")
                .contains("outcome=\"failed\"");
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
