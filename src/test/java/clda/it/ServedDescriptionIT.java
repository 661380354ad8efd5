package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a server serves at {@code /openapi} is the description in the repository with the demo's examples, whoever reads and writes
 * it on the way.
 */
class ServedDescriptionIT {

    @Test
    void theServedDescriptionIsTheKeptOne() throws IOException {
        JsonNode kept = Json.MAPPER.readTree(Files.readString(Path.of("src/main/resources/META-INF/openapi.json")));
        JsonNode ofTheDemo =
                Json.MAPPER.readTree(Files.readString(Path.of("src/main/resources/clda/demo/openapi-examples.json")));
        try (RunningServer server = RunningServer.start("described", Map.of())) {
            Client.Answer answer =
                    Client.nobody(server).send("GET", "/openapi", null, Map.of("Accept", "application/json"));
            Files.writeString(
                    Path.of(System.getProperty("clda.build", "target"), "served-openapi.json"), answer.text());

            ofTheDemo.properties().forEach(example -> {
                JsonPointer place = JsonPointer.compile(example.getKey());
                assertThat(answer.json().at(place)).isEqualTo(example.getValue());
                ((ObjectNode) kept.at(place.head())).set("example", example.getValue());
            });
            assertThat(answer.json()).isEqualTo(kept);
        }
    }
}
