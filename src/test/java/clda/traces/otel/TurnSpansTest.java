package clda.traces.otel;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.Decision;
import clda.conversation.MessageUsage;
import clda.conversation.Turn;
import clda.kit.ScriptedModel;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.logging.Ids;
import clda.logging.RequestTrace;
import clda.net.IpRange;
import clda.traces.RequestSpans.Answered;
import clda.traces.Sampling;
import clda.traces.TurnTrace;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of turns, whatever becomes of them. */
class TurnSpansTest {

    private static final String TURN = "invoke_agent clda";
    private static final String CHAT = "chat gpt-5-mini";
    private static final String MAIL = "{\"to\":\"bob@example.com\",\"subject\":\"Lunch\",\"body\":\"Lunch is at 1.\"}";
    private static final String CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final ScriptedModel model = new ScriptedModel();

    @TempDir
    Path dataDir;

    private Traced traced;

    @AfterEach
    void close() {
        traced.close();
    }

    private static void isChildOf(SpanData child, SpanData parent) {
        assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
        assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
    }

    @Test
    void aTurnIsATreeOfStepsCallsOfModelsAndCallsOfTools() {
        traced = new Traced(dataDir, model).begins();
        model.callsTool("find_order", "{\"orderNumber\":\"A-1001\"}");
        model.replies(ModelReply.text("gpt-5-mini-2026-01-01", "It was shipped.", new MessageUsage(120, 9)));

        traced.clda().says("where is my order?");

        SpanData turn = traced.one(TURN);
        assertThat(turn.getTraceId())
                .isEqualTo(
                        TurnTrace.of(traced.clda().conversationId(), "t1", null).traceId());
        assertThat(turn.getParentSpanContext().isValid()).isFalse();
        assertThat(turn.getAttributes().asMap())
                .containsEntry(SpanKeys.OPERATION, "invoke_agent")
                .containsEntry(SpanKeys.CONVERSATION, traced.clda().conversationId())
                .containsEntry(SpanKeys.TURN, "t1")
                .containsEntry(SpanKeys.TURN_STATE, "completed");
        List<SpanData> steps = traced.named("step");
        assertThat(steps)
                .extracting(step -> step.getAttributes().get(SpanKeys.STEP))
                .containsExactly(1L, 2L);
        steps.forEach(step -> isChildOf(step, turn));
        List<SpanData> chats = traced.named(CHAT);
        isChildOf(chats.getFirst(), steps.getFirst());
        isChildOf(chats.getLast(), steps.getLast());
        SpanData tool = traced.one("execute_tool find_order");
        isChildOf(tool, steps.getFirst());
        assertThat(tool.getAttributes().asMap())
                .containsEntry(SpanKeys.OPERATION, "execute_tool")
                .containsEntry(SpanKeys.TOOL, "find_order")
                .containsEntry(SpanKeys.EFFECT, "read")
                .containsKey(SpanKeys.CALL);
        assertThat(traced.spans()).hasSize(6).allSatisfy(span -> assertThat(span.hasEnded())
                .isTrue());
    }

    @Test
    void aCallOfAModelTellsWhoAnsweredAndWhatItTook() {
        traced = new Traced(dataDir, model).begins();
        model.replies(ModelReply.text("gpt-5-mini-2026-01-01", "Hello.", new MessageUsage(120, 9, 100L, null, null)));

        traced.clda().says("hello");

        SpanData chat = traced.one(CHAT);
        assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(chat.getAttributes().asMap())
                .containsEntry(SpanKeys.OPERATION, "chat")
                .containsEntry(SpanKeys.PROVIDER, "openai")
                .containsEntry(SpanKeys.REQUEST_MODEL, "gpt-5-mini")
                .containsEntry(SpanKeys.RESPONSE_MODEL, "gpt-5-mini-2026-01-01")
                .containsEntry(SpanKeys.FINISH, List.of("stop"))
                .containsEntry(SpanKeys.INPUT, 120L)
                .containsEntry(SpanKeys.CACHED, 100L)
                .containsEntry(SpanKeys.OUTPUT, 9L)
                .containsEntry(SpanKeys.SERVER, "llm.example")
                .containsEntry(SpanKeys.PORT, 8443L)
                .containsEntry(SpanKeys.CONVERSATION, traced.clda().conversationId());
        assertThat(chat.getAttributes().get(SpanKeys.FIRST_CHUNK)).isNotNegative();
    }

    @Test
    void aTurnThatWaitsForAPersonIsOneLinkedTraceAcrossProcesses() {
        // Given a turn that waits for an approval, in a process that then ends
        Traced first = new Traced(dataDir, model).begins();
        traced = first;
        model.callsTool("send_email", MAIL);
        assertThat(first.clda().says("mail bob that lunch is at 1").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        SpanData before = first.one(TURN);
        assertThat(before.getAttributes().get(SpanKeys.TURN_STATE)).isEqualTo("awaiting_approval");
        first.stops();

        // When it is approved in another
        traced = new Traced(dataDir, new ScriptedModel().answersWith("It is sent."))
                .goesOn(first.clda().conversationId());
        traced.clda().decides(ALICE, Decision.APPROVE);
        traced.clda().awaitNews("t1");

        // Then
        SpanData after = traced.one(TURN);
        isChildOf(after, before);
        assertThat(after.getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(context -> context.getSpanId())
                .containsExactly(before.getSpanId());
        assertThat(after.getAttributes().get(SpanKeys.TURN_STATE)).isEqualTo("completed");
        isChildOf(traced.one("execute_tool send_email"), traced.named("step").getFirst());
        assertThat(traced.spans()).extracting(SpanData::getTraceId).containsOnly(before.getTraceId());
    }

    @Test
    void aTurnThatIsTakenUpAfterACrashStaysInItsTrace() throws InterruptedException {
        Traced first = new Traced(dataDir, model).begins();
        traced = first;
        CountDownLatch asked = model.hangs();
        first.clda().beginsToSay("hello");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        first.crashes();

        traced = new Traced(dataDir, new ScriptedModel().answersWith("here I am"))
                .goesOn(first.clda().conversationId());
        traced.clda().awaitNews("t1");

        TurnTrace trace = TurnTrace.of(first.clda().conversationId(), "t1", null);
        SpanData after = traced.one(TURN);
        assertThat(after.getTraceId()).isEqualTo(trace.traceId());
        assertThat(after.getParentSpanId()).isEqualTo(trace.first());
        assertThat(after.getAttributes().get(SpanKeys.ATTEMPT)).isEqualTo(1);
    }

    @Test
    void aTurnContinuesTheTraceOfItsRequestAlsoInAnotherProcess() {
        Traced first = new Traced(dataDir, model).begins();
        traced = first;
        HttpSpans requests = new HttpSpans(first.tracing(), List.of(IpRange.parse("192.0.2.0/24")));
        model.callsTool("send_email", MAIL);
        RequestTrace request = requests.begin(CALLER, "192.0.2.7", "203.0.113.9");
        try (Ids.Scope scope = Ids.of(request).open()) {
            first.clda().says("mail bob that lunch is at 1");
        }
        assertThat(request.isTaken()).isTrue();
        requests.end(request, new Answered("POST", "/turns", "https", 202, Instant.now(), Instant.now()));

        SpanData server = first.one("POST /turns");
        assertThat(server.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(server.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
        SpanData before = first.one(TURN);
        isChildOf(before, server);
        first.stops();
        traced = new Traced(dataDir, new ScriptedModel().answersWith("It is sent."))
                .goesOn(first.clda().conversationId());
        traced.clda().decides(ALICE, Decision.APPROVE);
        traced.clda().awaitNews("t1");
        isChildOf(traced.one(TURN), before);
    }

    @Test
    void aStrangersTraceIsNotContinued() {
        traced = new Traced(dataDir, model).begins();
        HttpSpans requests = new HttpSpans(traced.tracing(), List.of(IpRange.parse("192.0.2.0/24")));

        RequestTrace request = requests.begin(CALLER, "203.0.113.9", "203.0.113.9");

        assertThat(request.traceId()).isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(request.caller()).isNull();
    }

    @Test
    void whatIsNotSampledIsNeverExportedNotEvenItsLaterParts() {
        traced = new Traced(dataDir, model, new Sampling(0), false).begins();
        model.callsTool("send_email", MAIL).answersWith("It is sent.");
        traced.clda().says("mail bob that lunch is at 1");
        traced.clda().decides(ALICE, Decision.APPROVE);
        traced.clda().awaitNews("t1");

        assertThat(traced.spans()).isEmpty();
    }

    @Test
    void aFailedTurnTellsWhichProblem() {
        traced = new Traced(dataDir, model).begins();
        model.failsWith(ModelFailure.Reason.DENIED);

        traced.clda().says("hello");

        assertThat(traced.one(CHAT).getAttributes().get(SpanKeys.ERROR)).isEqualTo("denied");
        assertThat(traced.one(TURN).getAttributes().get(SpanKeys.TURN_STATE)).isEqualTo("failed");
        assertThat(traced.one(TURN).getAttributes().get(SpanKeys.ERROR)).startsWith("model-");
    }

    @Test
    void aToolThatTheModelInventedHasNoNameHere() {
        traced = new Traced(dataDir, model).begins();
        model.callsTool("canary_tool", "{}").answersWith("I cannot do that.");

        traced.clda().says("do what cannot be done");

        SpanData tool = traced.one("execute_tool other");
        assertThat(tool.getAttributes().get(SpanKeys.ERROR)).isEqualTo("unknown_tool");
    }

    @Test
    void aModelIsPassedTheTraceOnlyIfItIsToBe() throws IOException {
        List<String> sent = new CopyOnWriteArrayList<>();
        ModelClient noting = new Noting(model, sent);
        traced = new Traced(dataDir, noting, new Sampling(1), true).begins();
        model.answersWith("Hello.");
        traced.clda().says("hello");
        SpanData chat = traced.one(CHAT);
        assertThat(sent).containsExactly("00-" + chat.getTraceId() + "-" + chat.getSpanId() + "-01");
        assertThat(Ids.current().outgoing()).isNull();
        traced.close();

        sent.clear();
        traced = new Traced(Files.createDirectory(dataDir.resolve("other")), noting).begins();
        model.answersWith("Hello.");
        traced.clda().says("hello");
        assertThat(sent).containsExactly("nothing");
    }

    @Test
    void aTaskOpensATurnThatSaysSo() {
        traced = new Traced(dataDir, model).begins();
        model.callsTool("prepare_statement", "{\"month\":\"2026-01\"}")
                .answersWith("It is being prepared.")
                .answersWith("Here it is.");
        traced.clda().says("prepare the statement of January");

        Awaitility.await("the turn that tells of the statement")
                .atMost(Duration.ofSeconds(30))
                .until(() -> traced.named(TURN).size() == 2);

        assertThat(traced.named(TURN).getLast().getAttributes().get(SpanKeys.TRIGGER))
                .isEqualTo("task");
    }
}
