package clda.llm.providers;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.agent.TurnLimits;
import clda.conversation.Decision;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.SeEngine;
import clda.kit.providers.StrictProvider;
import clda.kit.providers.StrictProvider.Mark;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.ollama.ChatApi;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.preset.Preset;
import clda.llm.preset.Presets;
import clda.memory.Fact.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A conversation with each server that there is a preset for, as a scripted server of its shape that refuses what it does not
 * take: text, a call, three at once, one that needs approval, a turn that is cancelled, a remembered fact, another server for a
 * while, notes of what is long ago.
 */
@Isolated("asks models that have only so long to answer")
class EveryProviderTest {

    private static final int LEAST_RULES = 25;

    @TempDir
    Path dir;

    /** Whoever is asked now. */
    private static final class Switchable implements ModelClient {
        private volatile ModelClient now;

        @Override
        public String name() {
            return now.name();
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            ModelRequest asked = new ModelRequest(
                    request.messages(),
                    request.tools(),
                    new ModelRequest.Options(ModelRequest.Purpose.ANSWER, null, null, 500, "prefix"));
            return now.respond(asked, shown, cancellation);
        }
    }

    static Stream<String> presets() {
        return Presets.builtIn().all().stream()
                .filter(preset -> List.of("openai", "ollama").contains(preset.dialect()))
                .map(Preset::name);
    }

    private static ModelClient client(String preset, StrictProvider provider) {
        return new StreamingModelClient(
                preset,
                dialect(Presets.builtIn().named(preset), URI.create(provider.address())),
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20)),
                Thread.ofVirtual().factory());
    }

    private static Dialect dialect(Preset preset, URI address) {
        return preset.dialect().equals("ollama")
                ? new OllamaChat(Endpoint.at(address, ChatApi.class), "m", "the key", 8_000, "high", preset)
                : new ChatCompletions(Endpoint.at(address, ChatCompletionsApi.class), "m", "the key", "high", preset);
    }

    @Test
    void thereAreServersEnough() {
        assertThat(presets().count()).isGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aConversationIsValidAndRightAtEveryServer(String preset) throws Exception {
        String another = preset.equals("deepseek") ? "moonshot" : "deepseek";
        RecordingTool lookUp = RecordingTool.doing("look_up", EffectClass.READ, context -> RecordingTool.ok());
        RecordingTool pay = RecordingTool.needingApproval("pay", EffectClass.AT_MOST_ONCE);
        Switchable model = new Switchable();
        SeEngine.Options options = new SeEngine.Options(dir, model)
                .limits(new TurnLimits(8, 16, 9, 2, 16, 1_000_000, Duration.ofMinutes(1), 6_000))
                .tools(lookUp, pay);
        try (StrictProvider first = new StrictProvider(preset);
                StrictProvider second = new StrictProvider(another);
                Clda clda = Clda.opens(options)) {
            assertThat(first.rules().size()).isGreaterThanOrEqualTo(LEAST_RULES);
            ModelClient own = client(preset, first);
            ModelClient other = client(another, second);
            clda.engine().memory().remember(ALICE, "I live in Bonn", null, Origin.WRITTEN);
            model.now = own;

            // Text, a call, three calls
            says(clda, first, Mark.HELLO, "");
            says(clda, first, Mark.ONE, "");
            Turn three = says(clda, first, Mark.THREE, "");
            assertThat(three.calls()).hasSize(3).allMatch(call -> call.state() == ToolCall.State.COMPLETED);
            assertThat(lookUp.lastArguments().path("orderNumber").asText()).isNotEmpty();

            // A call that needs approval
            Turn asks = clda.says("#" + Mark.APPROVE);
            assertThat(first.complaints()).isEmpty();
            assertThat(asks.state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
            clda.decidesHere(ALICE, Decision.APPROVE);
            assertThat(settled(clda, asks.id()).reply()).isEqualTo(StrictProvider.answerTo(Mark.APPROVE));
            assertThat(pay.lastArguments().path("amount").asInt()).isEqualTo(5);

            // A turn that is cancelled between the result and the answer
            String slow = clda.beginsToSay("#" + Mark.SLOW);
            first.hangs().await();
            clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), slow);
            assertThat(clda.awaitNews(slow).state()).isEqualTo(Turn.State.CANCELLED);
            says(clda, first, Mark.HELLO, "");

            // Another server, and back
            model.now = other;
            says(clda, second, Mark.ONE, "");
            says(clda, second, Mark.HELLO, "");
            model.now = own;
            says(clda, first, Mark.THREE, "");

            // Notes
            for (int i = 0; i < 12 && !clda.eventTypes().contains("conversation.summarized"); i++) {
                says(clda, first, Mark.HELLO, ("Order A-100" + i + " came late and the parcel was wet. ").repeat(60));
            }
            assertThat(clda.eventTypes()).contains("conversation.summarized");
            says(clda, first, Mark.ONE, "");

            assertThat(first.taken()).anySatisfy(request -> assertThat(
                            request.path("messages").path(0).toString()
                                    + request.path("messages").path(1))
                    .contains("I live in Bonn"));
            assertThat(first.heads()).allSatisfy(head -> assertThat(head)
                    .contains(preset.equals("azure") ? "api-key: the key" : "Authorization: Bearer the key"));
        }
    }

    /** The rule books refuse something: what suits one server is wrong for another. */
    @ParameterizedTest
    @CsvSource({
        "mistral, nine letters",
        "vllm, nine letters",
        "deepseek, thoughts come back",
        "moonshot, functions.name",
        "gemini, signed",
        "llama-cpp, after a result",
        "minimax, thoughts stand in the text",
        "openrouter, details of thoughts"
    })
    void whatSuitsOneServerAnotherRefuses(String preset, String rule) throws Exception {
        Switchable model = new Switchable();
        RecordingTool lookUp = RecordingTool.doing("look_up", EffectClass.READ, context -> RecordingTool.ok());
        try (StrictProvider provider = new StrictProvider(preset, false);
                Clda clda = Clda.opens(new SeEngine.Options(dir, model).tools(lookUp))) {
            model.now = client("groq", provider);

            clda.says("#" + Mark.ONE);
            String slow = clda.beginsToSay("#" + Mark.SLOW);
            provider.hangs().await();
            clda.engine().engine().dialogue().cancel(ALICE, clda.conversationId(), slow);
            clda.awaitNews(slow);
            clda.says("#" + Mark.HELLO);

            assertThat(provider.complaints())
                    .anySatisfy(complaint -> assertThat(complaint).contains(rule));
        }
    }

    private static Turn says(Clda clda, StrictProvider provider, Mark mark, String more) {
        Turn turn = clda.says(more + "#" + mark);
        assertThat(provider.complaints()).isEmpty();
        assertThat(turn.reply()).as("%s", turn.problem()).isEqualTo(StrictProvider.answerTo(mark));
        assertThat(turn.state()).isEqualTo(Turn.State.COMPLETED);
        return turn;
    }

    private static Turn settled(Clda clda, String turnId) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> clda.turn(turnId).state().settled());
        return clda.turn(turnId);
    }
}
