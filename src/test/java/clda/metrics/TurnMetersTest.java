package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.TaskCompleted;
import clda.conversation.CallEvent.TaskStarted;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog;
import clda.conversation.Decision;
import clda.conversation.LogWatcher;
import clda.conversation.MessageRole;
import clda.conversation.ProblemDetails;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.TextDelta;
import clda.conversation.ToolError;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCancelled;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnFailed;
import clda.conversation.TurnEvent.TurnInterrupted;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnResumed;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import clda.kit.MovableClock;
import clda.kit.ScriptedModel;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted and measured of turns, told by the log they are stored in. */
class TurnMetersTest {

    private static final Requester ALICE = new Requester("alice", List.of("user"));
    private static final String CONVERSATION = "c1";
    private static final String CANARY = "canary-7f21";
    private static final ObjectNode NOTHING = Json.MAPPER.createObjectNode().put("note", CANARY);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MemoryEngine engine = new MemoryEngine(new MemoryStore(), new ScriptedModel(), List.of(), clock);
    private final ConversationLog log = engine.log();

    @BeforeEach
    void watch() {
        log.watch(new TurnMeters(registry, Set.of("send_mail", "find_order"), clock));
        log.create(CONVERSATION, "default", "alice", CANARY);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void happens(String turnId, ConversationEvent... events) {
        log.append(CONVERSATION, ConversationLog.Append.of(turnId, events));
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    private static TurnStarted begins() {
        return new TurnStarted("do it, " + CANARY, ALICE, null, null);
    }

    private static TurnCompleted ends() {
        return TurnCompleted.with("done, " + CANARY, List.of());
    }

    private static MessageCompleted says(String turnId, String text, String model) {
        return new MessageCompleted(turnId + "-m1", MessageRole.ASSISTANT, text, model, null, null);
    }

    private static ToolRequested asksFor(String callId, String tool) {
        return new ToolRequested(callId, 1, tool, NOTHING, "AT_MOST_ONCE");
    }

    private static ApprovalRequested asksWhether(String callId) {
        return new ApprovalRequested(
                "a-" + callId, callId, "send_mail", NOTHING, "hash", Instant.parse("2026-04-01T00:00:00Z"), "user");
    }

    private static ApprovalDecided decides(String callId, Decision decision) {
        return new ApprovalDecided("a-" + callId, callId, decision, "alice", null, null, "hash");
    }

    private static TurnFailed fails(String type) {
        return new TurnFailed(new ProblemDetails("urn:clda:problem:" + type, "title", CANARY, true));
    }

    private double count(String name, String... tags) {
        Meter found = registry.find(name).tags(tags).meter();
        return found == null ? 0 : found.measure().iterator().next().getValue();
    }

    private Timer timer(String name) {
        return registry.get(name).timer();
    }

    @Test
    void aTurnIsAnsweredWhenItsPersonSeesTheFirstText() {
        happens("t1", begins());
        passes(Duration.ofMillis(1_500));
        log.publish(CONVERSATION, new TextDelta("t1", "t1-m1", 0, " "));
        log.publish(CONVERSATION, new TextDelta("t1", "t1-m1", 1, "Once upon"));
        passes(Duration.ofSeconds(8));
        log.publish(CONVERSATION, new TextDelta("t1", "t1-m1", 10, " a time"));
        happens("t1", says("t1", "Once upon a time", "gpt"), ends());

        assertThat(timer("clda.turn.answer").count()).isEqualTo(1);
        assertThat(timer("clda.turn.answer").totalTime(TimeUnit.SECONDS)).isCloseTo(1.5, within(0.001));
        assertThat(timer("clda.turn.duration").totalTime(TimeUnit.SECONDS)).isCloseTo(9.5, within(0.001));
        assertThat(count("clda.turns", "outcome", "completed")).isEqualTo(1);
        assertThat(count("clda.messages", "by", "model")).isEqualTo(1);
    }

    @Test
    void aTurnThatShowsNothingIsAnsweredByItsEnd() {
        happens("t1", begins());
        passes(Duration.ofSeconds(3));
        happens("t1", fails("model-unreachable"));

        assertThat(timer("clda.turn.answer").totalTime(TimeUnit.SECONDS)).isCloseTo(3, within(0.001));
        assertThat(count("clda.turns", "outcome", "failed")).isEqualTo(1);
        assertThat(count("clda.turn.problems", "problem", "model-unreachable")).isEqualTo(1);
    }

    @Test
    void theDaysForWhichAPersonThinksCountNowhere() {
        // Given a turn that asks after a second
        happens("t1", begins(), asksFor("t1-c1", "send_mail"));
        passes(Duration.ofSeconds(1));
        happens("t1", asksWhether("t1-c1"));

        // When it is approved three days later and carried out
        passes(Duration.ofDays(3));
        happens("t1", decides("t1-c1", Decision.APPROVE), new ToolStarted("t1-c1"));
        passes(Duration.ofMillis(250));
        happens("t1", new ToolCompleted("t1-c1", NOTHING), says("t1", "Sent.", "offline"), ends());

        // Then
        assertThat(timer("clda.turn.answer").count()).isEqualTo(1);
        assertThat(timer("clda.turn.answer").totalTime(TimeUnit.SECONDS)).isCloseTo(1, within(0.001));
        assertThat(registry.find("clda.turn.duration").timer()).isNull();
        assertThat(count("clda.turns", "outcome", "completed")).isEqualTo(1);
        assertThat(count("clda.approvals.requested", "because", "rule")).isEqualTo(1);
        assertThat(count("clda.approvals.decided", "decision", "approved")).isEqualTo(1);
        assertThat(count("clda.messages", "by", "built_in")).isEqualTo(1);
        assertThat(count("clda.tool.calls", "tool", "send_mail", "effect", "at_most_once", "outcome", "completed"))
                .isEqualTo(1);
        assertThat(timer("clda.tool.call.duration").totalTime(TimeUnit.SECONDS)).isCloseTo(0.25, within(0.001));
    }

    @Test
    void whatNobodyDecidesAndWhatIsDeniedIsToldApart() {
        happens("t1", begins(), asksFor("t1-c1", "send_mail"), asksFor("t1-c2", "send_mail"));
        happens("t1", asksWhether("t1-c1"), asksWhether("t1-c2"));
        happens(
                "t1",
                decides("t1-c1", Decision.DENY),
                new ToolFailed("t1-c1", new ToolError("denied", "Denied by alice.")),
                new ToolFailed("t1-c2", new ToolError("expired", "Nobody approved it in time.")));

        assertThat(count("clda.approvals.decided", "decision", "denied")).isEqualTo(1);
        assertThat(count("clda.approvals.decided", "decision", "expired")).isEqualTo(1);
        assertThat(count("clda.tool.calls", "outcome", "denied")).isEqualTo(1);
        assertThat(count("clda.tool.calls", "outcome", "expired")).isEqualTo(1);
        assertThat(registry.find("clda.tool.call.duration").timer()).isNull();
    }

    @Test
    void whatAModelAsksForWithoutThereBeingSuchAToolIsNotNamed() {
        happens("t1", begins());
        for (int call = 1; call <= 50; call++) {
            happens("t1", asksFor("t1-c" + call, CANARY + call));
            happens("t1", new ToolFailed("t1-c" + call, new ToolError("unknown_tool", "no such tool")));
        }

        assertThat(count("clda.tool.calls", "tool", "other", "outcome", "rejected"))
                .isEqualTo(50);
        assertThat(registry.find("clda.tool.calls").counters()).hasSize(1);
    }

    @Test
    void callsThatFailAndThoseOfWhichNobodyKnowsAreCounted() {
        happens("t1", begins(), asksFor("t1-c1", "find_order"), new ToolStarted("t1-c1"));
        happens("t1", new ToolFailed("t1-c1", new ToolError("failed", CANARY)));
        happens("t1", asksFor("t1-c2", "send_mail"), new ToolStarted("t1-c2"));
        happens("t1", new ToolUnknown("t1-c2", "reference"));

        assertThat(count("clda.tool.calls", "tool", "find_order", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(count("clda.tool.calls", "tool", "send_mail", "outcome", "unknown"))
                .isEqualTo(1);
    }

    @Test
    void tasksAreCountedWhenTheyEnd() {
        happens("t1", begins(), asksFor("t1-c1", "find_order"), new ToolStarted("t1-c1"));
        happens("t1", new TaskStarted("task-1", "t1-c1", "find_order"), new ToolCompleted("t1-c1", NOTHING), ends());
        passes(Duration.ofHours(1));
        happens("t1", new TaskCompleted("task-1", "t1-c1", NOTHING, null));

        assertThat(count("clda.tasks", "tool", "find_order", "outcome", "completed"))
                .isEqualTo(1);
    }

    @Test
    void whatABudgetRefusesIsNoFailure() {
        happens("t1", begins());
        happens("t1", fails("budget-person-day"));

        assertThat(count("clda.turns", "outcome", "refused")).isEqualTo(1);
        assertThat(count("clda.turns", "outcome", "failed")).isZero();
    }

    @Test
    void aTurnThatIsCancelledIsNobodysSlowAnswer() {
        happens("t1", begins());
        passes(Duration.ofSeconds(30));
        happens("t1", new TurnCancelled("alice", null));

        assertThat(count("clda.turns", "outcome", "cancelled")).isEqualTo(1);
        assertThat(timer("clda.turn.answer").count()).isZero();
        assertThat(registry.find("clda.turn.duration").timer()).isNull();
    }

    @Test
    void waitingBehindAnotherTurnIsMeasuredApart() {
        happens("t1", begins());
        happens("t2", new TurnQueued("and this", ALICE, null, null, null, null, null));
        assertThat(count("clda.turns.queued")).isEqualTo(1);

        passes(Duration.ofSeconds(5));
        happens("t1", ends());
        happens("t2", begins());
        passes(Duration.ofSeconds(1));
        happens("t2", ends());

        assertThat(count("clda.turns.queued")).isZero();
        assertThat(timer("clda.turn.queue").totalTime(TimeUnit.SECONDS)).isCloseTo(5, within(0.001));
        assertThat(timer("clda.turn.answer").totalTime(TimeUnit.SECONDS)).isCloseTo(6, within(0.001));
    }

    @Test
    void aTurnThatIsTakenUpAgainIsMeasuredFromItsBeginning() {
        happens("t1", begins());
        passes(Duration.ofSeconds(20));
        // Another node, which has not seen the beginning
        SimpleMeterRegistry there = new SimpleMeterRegistry();
        log.watch(new TurnMeters(there, Set.of(), clock));
        happens("t1", new TurnResumed(1));
        passes(Duration.ofSeconds(1));
        happens("t1", new TurnInterrupted("The server stopped twice during this turn."));

        assertThat(there.get("clda.turns.resumed").counter().count()).isEqualTo(1);
        assertThat(there.get("clda.turns")
                        .tag("outcome", "interrupted")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(there.get("clda.turn.answer").timer().totalTime(TimeUnit.SECONDS))
                .isCloseTo(21, within(0.001));
    }

    @Test
    void problemsCannotBecomeManySeries() {
        for (int turn = 1; turn <= 100; turn++) {
            happens("t" + turn, begins());
            happens("t" + turn, fails("made-up-" + turn));
        }

        assertThat(registry.find("clda.turn.problems").counters()).hasSizeLessThanOrEqualTo(41);
        assertThat(count("clda.turn.problems", "problem", "other")).isEqualTo(60);
    }

    @Test
    void nothingThatWasSaidAndNobodysNameIsInALabel() {
        happens("t1", begins(), asksFor("t1-c1", "send_mail"), asksFor("t1-c2", CANARY));
        happens("t1", asksWhether("t1-c1"));
        happens("t1", decides("t1-c1", Decision.APPROVE), new ToolStarted("t1-c1"));
        happens("t1", new ToolCompleted("t1-c1", NOTHING));
        happens("t1", new ToolFailed("t1-c2", new ToolError("unknown_tool", CANARY)));
        happens("t1", says("t1", CANARY, CANARY), ends());

        assertThat(registry.getMeters().stream()
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(Tag::getValue))
                .isNotEmpty()
                .noneMatch(value -> value.contains(CANARY) || value.contains("alice") || value.contains(CONVERSATION));
    }

    @Test
    void aWatcherThatFailsHoldsNothingUp() {
        log.watch(new LogWatcher() {
            @Override
            public void appended(Conversation after, List<RecordedEvent> events) {
                throw new IllegalStateException("cannot count");
            }

            @Override
            public void showed(String conversationId, TextDelta delta) {
                throw new IllegalStateException("cannot count");
            }
        });

        happens("t1", begins());
        log.publish(CONVERSATION, new TextDelta("t1", "t1-m1", 0, "Hi"));
        happens("t1", ends());

        assertThat(log.view(CONVERSATION, Conversation::lastSeq)).contains(2L);
    }
}
