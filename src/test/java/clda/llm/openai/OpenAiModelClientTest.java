package clda.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.conversation.ConversationEvent.Usage;
import clda.conversation.DialogueState;
import clda.conversation.EventCodec;
import clda.kit.ScriptedModelServer;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of good and bad answers on the wire. */
class OpenAiModelClientTest {

    private static final OpenAiModelClient.Patience SHORT =
            new OpenAiModelClient.Patience(Duration.ofMillis(1_500), Duration.ofMillis(1_500), Duration.ofSeconds(4));

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final Shown shown = new Shown();

    @AfterEach
    void close() {
        server.close();
    }

    /** What a person would have seen. */
    private static final class Shown implements ModelClient.TextSink {
        final StringBuffer text = new StringBuffer();

        @Override
        public void text(String piece) {
            text.append(piece);
        }

        @Override
        public void restart() {
            text.setLength(0);
        }
    }

    private ModelReply ask() {
        return ask(new Cancellation());
    }

    private ModelReply ask(Cancellation cancellation) {
        ModelClient client = new OpenAiModelClient(
                new JaxRsChatCompletions(server.baseUrl()),
                "gpt-test",
                "secret",
                SHORT,
                Thread.ofVirtual().factory());
        List<ModelMessage> messages =
                List.of(new ModelMessage.SystemMessage("Be brief."), new ModelMessage.UserMessage("你好 👋"));
        return client.respond(new ModelRequest(messages, List.of(), DialogueState.NEW), shown, cancellation);
    }

    private Reason failure() {
        return catchThrowableOfType(ModelFailure.class, this::ask).reason();
    }

    @Test
    void textComesInPiecesWithUsageAndModel() {
        server.then(ScriptedModelServer.text("Hello", ", ", "世界", " 👋"));

        ModelReply reply = ask();

        assertThat(reply.text()).isEqualTo("Hello, 世界 👋");
        assertThat(shown.text).hasToString(reply.text());
        assertThat(reply.model()).isEqualTo("scripted-1");
        assertThat(reply.usage()).isEqualTo(new Usage(20, 4));
    }

    @Test
    void theRequestIsWhatTheProviderExpects() {
        server.then(ScriptedModelServer.text("ok"));

        ask();

        var request = server.requests().getFirst();
        assertThat(request.path("model").asText()).isEqualTo("gpt-test");
        assertThat(request.path("stream").asBoolean()).isTrue();
        assertThat(request.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(request.path("messages").get(1).path("content").asText()).isEqualTo("你好 👋");
    }

    @Test
    void threeParallelCallsArePutTogether() {
        server.then(ScriptedModelServer.calls(
                "find_order", "{\"orderNumber\":\"A-1\"}", "find_order", "{\"orderNumber\":\"A-2\"}", "x", "{}"));

        ModelReply reply = ask();

        assertThat(reply.calls())
                .extracting(ModelReply.ProposedCall::tool)
                .containsExactly("find_order", "find_order", "x");
        assertThat(reply.calls().get(1).arguments().path("orderNumber").asText())
                .isEqualTo("A-2");
    }

    @Test
    void argumentsThatAreNoJsonStayAsTheyWere() {
        server.then(ScriptedModelServer.calls("find_order", "{\"orderNumber\":"));

        assertThat(ask().calls().getFirst().arguments().textValue()).isEqualTo("{\"orderNumber\":");
    }

    @Test
    void aStreamThatIsCutIsNeverWhole() throws IOException {
        byte[] recording = recording("Grüße, 世界 👋!");
        int finish = new String(recording, StandardCharsets.ISO_8859_1).indexOf("\"finish_reason\":\"stop\"");
        for (int cut = 0; cut < finish; cut += 7) {
            byte[] part = java.util.Arrays.copyOf(recording, cut);
            server.then(wire -> {
                wire.begin();
                wire.bytes(part);
            });
            assertThat(failure()).as("cut after %d bytes", cut).isEqualTo(Reason.BROKEN);
        }
    }

    @Test
    void aStreamInSingleBytesIsReadRight() throws IOException {
        byte[] recording = recording("Grüße, 世界 👋!");
        server.then(wire -> {
            wire.begin();
            for (byte one : recording) {
                wire.bytes(new byte[] {one});
            }
            wire.raw("0\r\n\r\n");
        });

        assertThat(ask().text()).isEqualTo("Grüße, 世界 👋!");
    }

    /** The SSE events of a whole answer, without HTTP around them. */
    private static byte[] recording(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String data : List.of(
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}",
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                        + EventCodec.JSON.valueToTree(text) + "},\"finish_reason\":null}]}",
                "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                "[DONE]")) {
            out.writeBytes(("data: " + data + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void commentsAndOtherFieldsAreSkipped() {
        server.then(wire -> {
            wire.begin();
            wire.bytes(": keep-alive\n\nevent: message\nid: 7\n".getBytes(StandardCharsets.UTF_8));
            wire.role();
            wire.text("ok");
            wire.bytes(":\n\n".getBytes(StandardCharsets.UTF_8));
            wire.finish("stop");
            wire.done();
        });

        assertThat(ask().text()).isEqualTo("ok");
    }

    @Test
    void anErrorInsideOfTheStreamIsAFailure() {
        server.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once upon");
            wire.event("{\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}");
        });

        assertThat(failure()).isEqualTo(Reason.SERVER_ERROR);
    }

    @Test
    void piecesThatAreNoJsonAreAFailure() {
        server.then(wire -> {
            wire.begin();
            wire.event("<html>oops</html>");
        });

        assertThat(failure()).isEqualTo(Reason.BROKEN);
    }

    @Test
    void lengthIsSaidToBeTruncated() {
        server.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Half an ans");
            wire.finish("length");
            wire.done();
        });

        assertThat(ask().truncated()).isTrue();
    }

    @Test
    void aFilteredAnswerIsARefusal() {
        server.then(wire -> {
            wire.begin();
            wire.role();
            wire.finish("content_filter");
            wire.done();
        });

        assertThat(failure()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void busyWithAHintIsWaitedForOnce() {
        server.then(ScriptedModelServer.status(429, "Too Many Requests", "Retry-After: 0"))
                .then(ScriptedModelServer.text("now"));

        assertThat(ask().text()).isEqualTo("now");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void busyForLongIsAFailureAtOnce() {
        server.then(ScriptedModelServer.status(429, "Too Many Requests", "Retry-After: 3600"));

        assertThat(failure()).isEqualTo(Reason.BUSY);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void errorsAreSortedByWhatCanBeDone() {
        server.then(ScriptedModelServer.status(500, "Internal Server Error", ""));
        assertThat(failure()).isEqualTo(Reason.SERVER_ERROR);
        server.then(ScriptedModelServer.status(401, "Unauthorized", ""));
        assertThat(failure()).isEqualTo(Reason.REFUSED);
    }

    @Test
    void aFirstTokenThatNeverComesIsTooSlow() {
        server.then(wire -> {
            wire.begin();
            server.silence().write(wire);
        });

        assertThat(failure()).isEqualTo(Reason.TOO_SLOW);
    }

    @Test
    void headersThatNeverComeAreTooSlow() {
        server.then(server.silence());

        assertThat(failure()).isEqualTo(Reason.TOO_SLOW);
    }

    @Test
    void aStreamThatStallsIsTooSlowAndShowsNothingAfterwards() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        server.then(wire -> {
            wire.begin();
            wire.role();
            wire.text("Once");
            goOn.await();
            wire.text(" upon a time");
            written.countDown();
        });

        assertThat(failure()).isEqualTo(Reason.TOO_SLOW);
        goOn.countDown();

        assertThat(written.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(shown.text).hasToString("Once");
    }

    @Test
    void cancellingEndsTheCallAtOnceAndThenTheConnection() throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        CountDownLatch broken = new CountDownLatch(1);
        server.then(wire -> {
            wire.begin();
            wire.role();
            try {
                for (int i = 0; i < 500; i++) {
                    wire.text("word ");
                    if (i == 3) {
                        cancellation.cancel();
                    }
                    Thread.sleep(10);
                }
            } catch (IOException e) {
                broken.countDown();
            }
        });

        assertThatThrownBy(() -> ask(cancellation)).extracting("reason").isEqualTo(Reason.CANCELLED);
        assertThat(broken.await(2, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nobodyThereIsUnreachable() {
        server.close();

        assertThat(failure()).isEqualTo(Reason.UNREACHABLE);
    }
}
