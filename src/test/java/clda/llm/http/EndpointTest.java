package clda.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.ScriptedModelServer;
import clda.llm.openai.ChatCompletionsApi;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final String DEPLOYMENT = "/openai/deployments/four?api-version=2024-10-21";

    private final ScriptedModelServer server = new ScriptedModelServer();

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] hello() {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theQueryOfTheAddressGoesWithEveryCall() {
        ChatCompletionsApi api = Endpoint.at(URI.create(server.address() + DEPLOYMENT), ChatCompletionsApi.class);
        server.then(ScriptedModelServer.text("Hi")).then(ScriptedModelServer.text("Hi"));

        for (int i = 0; i < 2; i++) {
            try (Response answer = api.stream(null, "key", hello())) {
                assertThat(answer.getStatus()).isEqualTo(200);
            }
        }

        assertThat(server.heads()).hasSize(2).allSatisfy(head -> assertThat(head)
                .startsWith("POST /openai/deployments/four/chat/completions?api-version=2024-10-21 "));
    }

    @Test
    void andWithTheQuestionForModels() {
        List<String> asked = new ArrayList<>();
        server.listing(wire -> {
            asked.add(wire.path());
            wire.json("{\"data\":[{\"id\":\"four\"}]}");
        });

        ModelListing.of(
                URI.create(server.address() + "/openai?api-version=2024-10-21"),
                api -> api.models(null, "key"),
                "four",
                List.of(),
                Duration.ofSeconds(5));

        assertThat(asked).containsExactly("/openai/models?api-version=2024-10-21");
    }
}
