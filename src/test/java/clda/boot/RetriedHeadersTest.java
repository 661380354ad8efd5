package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.ScriptedModelServer;
import clda.kit.Shown;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelRequest;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.preset.Presets;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One layer of retries: whatever goes wrong, before the headers or after them, no request reaches a server more than twice. The
 * server's interceptor is stood in for by one that does what its annotations say; {@code ContainerIT} has the real one.
 */
class RetriedHeadersTest {

    private static final class Interceptor extends GuardedHeaders {
        @Override
        public Response await(Counted call) {
            try {
                return call.attempt();
            } catch (AskAgain e) {
                return call.attempt();
            }
        }
    }

    private final ScriptedModelServer server = new ScriptedModelServer();
    private RetryBudget budget = new RetryBudget();

    @AfterEach
    void close() {
        server.close();
    }

    private ModelClient router() {
        ModelClient client = new StreamingModelClient(
                "m",
                new ChatCompletions(
                        Endpoint.at(URI.create(server.baseUrl()), ChatCompletionsApi.class),
                        "m",
                        null,
                        null,
                        Presets.builtIn().named(Presets.BASE)),
                new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)),
                Thread.ofVirtual().factory(),
                List.of(),
                new RetriedHeaders(new Interceptor(), budget));
        ModelProfile profile = new ModelProfile(Set.of(), 32_000, 4_000, 10, ModelProfile.Price.FREE);
        return new ModelRouter(
                List.of(new NamedModel("m", client, profile, Duration.ofMillis(1), Clock.systemUTC())),
                Map.of(),
                budget);
    }

    /** Asks a model that has never failed. */
    private String ask() {
        return router().respond(
                        new ModelRequest(List.of(new UserMessage("Hello")), List.of()), new Shown(), new Cancellation())
                .text();
    }

    private ModelFailure failure() {
        return catchThrowableOfType(ModelFailure.class, this::ask);
    }

    @Test
    void whatWasTurnedAwayOnceIsAskedOnceMore() {
        server.then(ScriptedModelServer.status(503, "Overloaded", "")).then(ScriptedModelServer.text("Here."));

        assertThat(ask()).isEqualTo("Here.");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void whateverGoesWrongNoRequestIsMadeMoreThanTwice() {
        ScriptedModelServer.Answer cut = wire -> wire.begin();
        ScriptedModelServer.Answer busy = ScriptedModelServer.status(503, "Overloaded", "");
        ScriptedModelServer.Answer broken = ScriptedModelServer.status(500, "Broken", "");
        ScriptedModelServer.Answer soon = ScriptedModelServer.status(429, "Later", "Retry-After: 0");
        for (ScriptedModelServer.Answer first : List.of(cut, busy, broken, soon)) {
            for (ScriptedModelServer.Answer second : List.of(cut, busy, broken, soon)) {
                server.forget();
                budget = new RetryBudget();
                server.then(first).then(second).otherwise(busy);

                assertThat(failure()).isNotNull();
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Test
    void whatIsNotPassingIsNotMadeAgain() {
        for (int status : new int[] {400, 401, 402, 404, 413}) {
            server.forget();
            server.otherwise(ScriptedModelServer.status(status, "No", ""));

            assertThat(failure()).isNotNull();
            assertThat(server.requests()).as("status %d", status).hasSize(1);
        }
    }

    @Test
    void theBudgetEndsRepetitionsBeforeTheHeadersToo() {
        while (budget.take()) {
            // Until nothing is left.
        }
        server.otherwise(ScriptedModelServer.status(503, "Overloaded", ""));

        assertThat(failure().reason()).isEqualTo(Reason.BUSY);
        assertThat(server.requests()).hasSize(1);
    }
}
