package clda.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.guests.Guest;
import clda.guests.Guests;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is served at {@code /openapi}. */
class ApiDescriptionTest {

    private static final Path KEPT = Path.of("src/main/resources/META-INF/openapi.json");
    private static final String SIGN_IN = "/paths/~1api~1v1~1login/post/requestBody/content/application~1json/example";

    /** A guest with these examples. */
    private record Shop(Map<String, JsonNode> apiExamples) implements Guest {

        @Override
        public String name() {
            return "shop";
        }
    }

    private static ApiDescription with(Map<String, JsonNode> examples) throws IOException {
        return new ApiDescription(new Guests(List.of(new Shop(examples))));
    }

    @Test
    void withoutExamplesOfGuestsItIsTheFileByteForByte() throws IOException {
        assertThat(with(Map.of()).served()).isEqualTo(Files.readAllBytes(KEPT));
    }

    @Test
    void examplesOfGuestsAreAtTheirPlacesAndNothingElseChanges() throws IOException {
        JsonNode kept = Json.MAPPER.readTree(KEPT.toFile());
        assertThat(kept.at(SIGN_IN).isMissingNode()).isTrue();

        JsonNode served = Json.MAPPER.readTree(
                with(Map.of(SIGN_IN, new TextNode("of a shop"))).served());

        assertThat(served.at(SIGN_IN)).isEqualTo(new TextNode("of a shop"));
        ((ObjectNode) served.at(SIGN_IN.substring(0, SIGN_IN.lastIndexOf('/')))).remove("example");
        assertThat(served).isEqualTo(kept);
    }

    @Test
    void anExampleForAPlaceThatIsNotThereRefusesTheStart() {
        assertThatThrownBy(() -> with(Map.of("/paths/~1nowhere/get/example", new TextNode("lost"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/paths/~1nowhere/get/example");
    }
}
