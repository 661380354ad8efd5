package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.ConversationEvent;
import clda.conversation.Decision;
import clda.conversation.RecordedEvent;
import clda.conversation.Requester;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneCheckTest {

    private static final Instant T0 = Instant.parse("2026-11-26T12:00:00Z");

    private final LaneCheck lane = new LaneCheck();
    private long seq;

    private void happens(String turnId, ConversationEvent event) {
        lane.take(new RecordedEvent(++seq, turnId, T0, event));
    }

    private static TurnStarted begins() {
        return new TurnStarted("hello", new Requester("alice", List.of()), null, null);
    }

    private void asks(String turnId) {
        happens(
                turnId,
                new ApprovalRequested(
                        "a-" + turnId,
                        turnId + "-c1",
                        "send_email",
                        Json.MAPPER.createObjectNode(),
                        "hash",
                        T0,
                        "requester"));
    }

    private void isApproved(String turnId) {
        happens(
                turnId,
                new ApprovalDecided("a-" + turnId, turnId + "-c1", Decision.APPROVE, "alice", null, null, "hash"));
    }

    private void ends(String turnId) {
        happens(turnId, new TurnCompleted("done", null, null));
    }

    @Test
    void aTurnThatIsApprovedWhileAnotherHasTheLaneIsNotRunning() {
        happens("t1", begins());
        asks("t1");
        happens("t2", begins());
        isApproved("t1");
        asks("t2");
        isApproved("t2");

        happens("t1", new ToolStarted("t1-c1"));
        ends("t1");
        happens("t2", new ToolStarted("t2-c1"));
        ends("t2");

        assertThat(lane.parallel()).isZero();
        assertThat(lane.isOpen()).isFalse();
    }

    @Test
    void aTurnThatGoesOnWhileAnotherRunsCounts() {
        happens("t1", begins());
        asks("t1");
        isApproved("t1");
        happens("t2", begins());

        happens("t1", new ToolStarted("t1-c1"));

        assertThat(lane.parallel()).isOne();
        assertThat(lane.isOpen()).isTrue();
    }

    @Test
    void aTurnThatBeginsBeforeAnotherHasEndedCounts() {
        happens("t1", begins());
        happens("t2", begins());

        assertThat(lane.parallel()).isOne();
    }
}
