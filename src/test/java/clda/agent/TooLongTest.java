package clda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventType;
import clda.conversation.MessageUsage;
import clda.kit.Clda;
import clda.kit.SeEngine;
import clda.kit.StandIn;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelFailure.Window;
import clda.llm.ModelMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is too long for the model is put in notes, and asked once more. */
class TooLongTest {

    private static final TurnLimits LIMITS = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 20_000);

    /** Takes requests of so many tokens by its own count, and says what it holds, or does not. */
    private static final class Small implements ModelClient {
        private final TokenCounter counter = new TokenCounter();
        private final int holds;
        private final boolean tells;
        private final List<ModelRequest> asked = new ArrayList<>();
        private int refused;

        Small(int holds, boolean tells) {
            this.holds = holds;
            this.tells = tells;
        }

        @Override
        public String name() {
            return "small";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            asked.add(request);
            String all = request.messages().stream().map(ModelMessage::toString).collect(Collectors.joining("\n"));
            int tokens = counter.count(all);
            if (tokens + request.options().maxTokens() > holds) {
                refused++;
                throw ModelFailure.turnedAway(Reason.TOO_LONG, "HTTP 400", null, new IllegalStateException())
                        .of(tells ? new Window(holds, tokens) : Window.UNKNOWN);
            }
            return ModelReply.text("small", "Yes, and so on and on. ".repeat(10), new MessageUsage(tokens, 60));
        }
    }

    @TempDir
    Path dataDir;

    private StandIn last;

    private Clda opens(Small model) {
        ModelProfile profile =
                new ModelProfile(Set.of(ModelProfile.Capability.values()), 32_000, 4_096, 10, ModelProfile.Price.FREE);
        ModelRouter router = new ModelRouter(
                List.of(new NamedModel("small", model, profile, Duration.ofSeconds(5), Clock.systemUTC())),
                Map.of(),
                new RetryBudget());
        last = new StandIn(router);
        return Clda.opens(new SeEngine.Options(dataDir, last).limits(LIMITS));
    }

    private static long notes(Clda clda) {
        return clda.events().stream()
                .filter(event -> event.type() == EventType.CONVERSATION_SUMMARIZED)
                .count();
    }

    @Test
    void notesAreMadeAndItIsAskedOnceMore() {
        Small model = new Small(8_192, true);
        try (Clda clda = opens(model)) {
            clda.says("My name is Li Wei. " + "tell me more 请继续 ".repeat(10));
            for (int turn = 0; model.refused == 0; turn++) {
                assertThat(turn).isLessThan(60);
                clda.says("And what else? " + "tell me more 请继续 ".repeat(10));
            }

            assertThat(last.why()).isNull();
            assertThat(notes(clda)).isEqualTo(1);
            assertThat(model.asked.getLast().messages().toString()).contains("Li Wei");
            assertThat(model.asked.getLast().messages().size())
                    .isLessThan(
                            model.asked.get(model.asked.size() - 2).messages().size());
        }
    }

    @Test
    void whatItHoldsIsRememberedForAllConversations() {
        Small model = new Small(8_192, true);
        try (Clda clda = opens(model)) {
            for (int turn = 0; turn < 60; turn++) {
                clda.says("And what else? " + "tell me more 请继续 ".repeat(10));
            }

            assertThat(last.why()).isNull();
            assertThat(model.refused).isEqualTo(1);
            assertThat(notes(clda)).isGreaterThan(1);
        }
    }

    @Test
    void whoDoesNotSayWhatItHoldsIsGivenLess() {
        Small model = new Small(8_192, false);
        try (Clda clda = opens(model)) {
            for (int turn = 0; turn < 40; turn++) {
                clda.says("And what else? " + "tell me more 请继续 ".repeat(10));
            }

            assertThat(last.why()).isNull();
            assertThat(model.refused).isPositive();
            assertThat(notes(clda)).isEqualTo(model.refused);
        }
    }

    @Test
    void whatIsTooLongByItselfIsSaidToBeSo() {
        Small model = new Small(8_192, true);
        try (Clda clda = opens(model)) {
            clda.says("tell me more 请继续 ".repeat(1_500));

            assertThat(last.why().reason()).isEqualTo(Reason.TOO_LONG);
            assertThat(model.asked).hasSize(1);
        }
    }
}
