package clda.web.wire;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the description of the socket's messages says of events is what the code makes. {@code -Dclda.asyncapi=write} writes that
 * part anew; all before it is written by hand.
 */
class AsyncApiTest {

    private static final Path KEPT = Path.of("docs/asyncapi.yaml");
    private static final String MADE = "    # All from here on is made of the records";
    private static final String INDENT = "    ";
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build());

    private static String made;

    @BeforeAll
    static void make() throws IOException {
        String kept = Files.readString(KEPT);
        int marker = kept.indexOf('\n', kept.indexOf(MADE)) + 1;
        made = kept.substring(0, marker)
                + YAML.writeValueAsString(EventSchemas.of(EventSchemas.Constants.CONST))
                        .lines()
                        .map(line -> INDENT + line + "\n")
                        .collect(Collectors.joining());
        if (System.getProperty("clda.asyncapi", "").equals("write")) {
            Files.writeString(KEPT, made);
        }
    }

    @Test
    void theKeptEventsAreThoseThatTheCodeMakes() throws IOException {
        assertThat(made.lines()).isEqualTo(Files.readString(KEPT).lines().toList());
    }

    @Test
    void everyEventIsDescribedAndNoOther() throws IOException {
        JsonNode schemas = YAML.readTree(KEPT.toFile()).path("components").path("schemas");

        assertThat(schemas.path("Event").path("oneOf"))
                .map(one -> schemas.path(one.path("$ref").asText().replaceAll(".*/", "")))
                .map(event ->
                        event.path("properties").path("type").path("const").asText())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .map(EventType::publicName)
                        .toList());
    }

    @Test
    void everyMemberOfAnEventSaysWhatItIs() {
        EventSchemas.of(EventSchemas.Constants.CONST).forEach((name, schema) -> {
            assertThat(schema.path("enum").isEmpty()
                            && schema.path("description").asText().isEmpty())
                    .as(name)
                    .isFalse();
            schema.path("properties").properties().forEach(member -> assertThat(
                            name.endsWith("Event") || member.getValue().has("description"))
                    .as(name + " " + member.getKey())
                    .isTrue());
        });
    }
}
