package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a server serves at {@code /openapi} is the description in the repository, whoever reads and writes it on the way. */
class ServedDescriptionIT {

    @Test
    void theServedDescriptionIsTheKeptOne() throws IOException {
        JsonNode kept = Json.MAPPER.readTree(Files.readString(Path.of("src/main/resources/META-INF/openapi.json")));
        try (RunningServer server = RunningServer.start("described", Map.of())) {
            Client.Answer answer =
                    Client.nobody(server).send("GET", "/openapi", null, Map.of("Accept", "application/json"));
            Files.writeString(
                    Path.of(System.getProperty("clda.build", "target"), "served-openapi.json"), answer.text());

            assertThat(answer.json()).isEqualTo(kept);
        }
    }
}
