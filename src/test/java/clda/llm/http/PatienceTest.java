package clda.llm.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.kit.ScriptedModelServer;
import clda.kit.Shown;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Recording;
import clda.kit.speech.Said;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import clda.llm.ollama.ChatApi;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.preset.Presets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a model is waited for; a second stands for a hundred milliseconds here. The same in real time, 26 s for each, is
 * {@code LoadingModelIT}.
 */
@Isolated("asks models that have only so long to answer")
class PatienceTest {

    private static final Duration SECOND = Duration.ofMillis(100);
    private static final Patience USUAL =
            new Patience(SECOND.multipliedBy(20), SECOND.multipliedBy(15), SECOND.multipliedBy(110));
    private static final Patience LOADS = new Patience(
            SECOND.multipliedBy(20), SECOND.multipliedBy(15), SECOND.multipliedBy(110), SECOND.multipliedBy(300));

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final Shown shown = new Shown();

    /** The first call of a process loads a client's classes, which takes longer than the time that is measured here. */
    @BeforeEach
    void warm() {
        server.then(said().whole());
        ask(openAi(), new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static void passes(int seconds) throws InterruptedException {
        Thread.sleep(SECOND.multipliedBy(seconds));
    }

    private String ask(Dialect dialect, Patience patience) {
        return new StreamingModelClient(
                        "m", dialect, patience, Thread.ofVirtual().factory())
                .respond(
                        new ModelRequest(java.util.List.of(new UserMessage("Hello")), java.util.List.of()),
                        shown,
                        new Cancellation())
                .text();
    }

    private Dialect ollama() {
        return new OllamaChat(
                Endpoint.at(URI.create(server.address()), ChatApi.class),
                "qwen3",
                null,
                8_192,
                null,
                Presets.builtIn().named("ollama-chat"));
    }

    private Dialect openAi() {
        return new ChatCompletions(
                Endpoint.at(URI.create(server.baseUrl()), ChatCompletionsApi.class),
                "m",
                null,
                null,
                Presets.builtIn().named(Presets.BASE));
    }

    private static Recording said() {
        return new ChatCompletionsSpeech().of(Said.text("Here", " I am."));
    }

    @Test
    void ollamaThatHasToLoadTheModelFor26SecondsIsWaitedForAndSaidToLoad() {
        server.then(wire -> {
            passes(26);
            new OllamaSpeech().of(Said.text("Here", " I am.")).whole().write(wire);
        });

        assertThat(ask(ollama(), LOADS)).isEqualTo("Here I am.");
        assertThat(shown.toldLoading()).isEqualTo(1);
    }

    @Test
    void whoeverLoadsNothingIsNotWaitedForSoLongAndNotSaidToLoad() {
        server.then(server.silence());

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> ask(openAi(), USUAL));

        assertThat(failure.reason()).isEqualTo(Reason.TOO_SLOW);
        assertThat(shown.toldLoading()).isZero();
    }

    @Test
    void aModelThatIsThereIsNotSaidToLoad() {
        server.then(new OllamaSpeech().of(Said.text("Here", " I am.")).whole());

        assertThat(ask(ollama(), LOADS)).isEqualTo("Here I am.");
        assertThat(shown.toldLoading()).isZero();
    }

    @Test
    void aCommentEveryTwoSecondsFor26SecondsIsASignOfLife() {
        server.then(wire -> {
            wire.begin("text/event-stream");
            for (int i = 0; i < 13; i++) {
                wire.bytes(": OPENROUTER PROCESSING\n\n".getBytes(StandardCharsets.UTF_8));
                passes(2);
            }
            for (byte[] frame : said().frames()) {
                wire.bytes(frame);
            }
            wire.end();
        });

        assertThat(ask(openAi(), USUAL)).isEqualTo("Here I am.");
    }

    @Test
    void partOfALineIsASignOfLifeToo() {
        server.then(wire -> {
            wire.begin("text/event-stream");
            for (int i = 0; i < 26; i++) {
                wire.bytes((i == 0 ? ":" : " ").getBytes(StandardCharsets.UTF_8));
                passes(1);
            }
            wire.bytes("\n\n".getBytes(StandardCharsets.UTF_8));
            for (byte[] frame : said().frames()) {
                wire.bytes(frame);
            }
            wire.end();
        });

        assertThat(ask(openAi(), USUAL)).isEqualTo("Here I am.");
    }

    @Test
    void silenceIsLookedAtFromTheFirstByteOn() {
        server.then(wire -> {
            wire.begin("text/event-stream");
            wire.bytes(": here\n\n".getBytes(StandardCharsets.UTF_8));
            server.silence().write(wire);
        });
        long began = System.nanoTime();

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> ask(openAi(), LOADS));

        assertThat(failure.getMessage()).isEqualTo("the answer stalled");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SECOND.multipliedBy(60));
    }

    @Test
    void commentsWithoutEndAreNotWaitedForWithoutEnd() {
        server.then(wire -> {
            wire.begin("text/event-stream");
            for (int i = 0; i < 300; i++) {
                wire.bytes(": ping\n\n".getBytes(StandardCharsets.UTF_8));
                passes(1);
            }
        });

        Patience shorter = new Patience(USUAL.firstToken(), USUAL.idle(), SECOND.multipliedBy(30));

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> ask(openAi(), shorter));

        assertThat(failure.getMessage()).startsWith("the answer took longer than");
    }

    @Test
    void theTimeToLoadDoesNotCountAsTimeToAnswer() {
        server.then(wire -> {
            passes(100);
            wire.begin("application/x-ndjson");
            for (byte[] frame :
                    new OllamaSpeech().of(Said.text("a", "b", "c", "d")).frames()) {
                passes(5);
                wire.bytes(frame);
            }
            wire.end();
        });

        assertThat(ask(ollama(), LOADS)).isEqualTo("abcd");
    }

    /** llama.cpp: github.com/mostlygeek/llama-swap/issues/146. Hugging Face: github.com/huggingface/transformers/issues/32665. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}",
                "{\"error\":\"Model meta-llama/Llama-2-7b is currently loading\",\"estimated_time\":20.0}"
            })
    void aServerThatSaysThatItLoadsIsAskedAgainUntilItHasLoaded(String loading) {
        // Given a server that turns requests away until its model is loaded, for longer than the first word may take
        long until = System.nanoTime() + SECOND.multipliedBy(26).toNanos();
        server.otherwise(wire -> {
            if (System.nanoTime() < until) {
                wire.error(503, loading);
            } else {
                said().whole().write(wire);
            }
        });

        // When it is asked, then it is waited for, and the person is told once
        assertThat(ask(openAi(), USUAL)).isEqualTo("Here I am.");
        assertThat(shown.toldLoading()).isEqualTo(1);
    }

    @Test
    void whoeverLoadsForEverIsLeftWhenTheTimeToLoadIsOver() {
        server.otherwise(wire -> wire.error(503, "{\"error\":{\"code\":503,\"message\":\"Loading model\"}}"));
        Patience shorter = new Patience(USUAL.firstToken(), USUAL.idle(), USUAL.total(), SECOND.multipliedBy(30));

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> ask(openAi(), shorter));

        assertThat(failure.reason()).isEqualTo(Reason.TOO_SLOW);
    }

    @Test
    void aServerThatIsBusyDoesNotLoad() {
        server.otherwise(wire -> wire.error(503, "{\"error\":{\"message\":\"The server is overloaded\"}}"));

        ModelFailure failure = catchThrowableOfType(ModelFailure.class, () -> ask(openAi(), LOADS));

        assertThat(failure.reason()).isEqualTo(Reason.BUSY);
        assertThat(shown.toldLoading()).isZero();
    }
}
