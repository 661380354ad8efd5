package clda.web;

import clda.conversation.CallEvent.ApprovalRequested;
import clda.conversation.ConversationLog.Reader;
import clda.conversation.ConversationLog.Subscription;
import clda.conversation.RecordedEvent;
import clda.conversation.TextDelta;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.dialogue.Conversations;
import clda.security.Caller;
import java.util.concurrent.atomic.AtomicBoolean;

/** Notifies once when a turn has settled or waits for a person; on its own thread, since a reader must not block. */
public final class TurnNews implements Reader {

    private final String turnId;
    private final Runnable tell;
    private final AtomicBoolean told = new AtomicBoolean();

    private TurnNews(String turnId, Runnable tell) {
        this.turnId = turnId;
        this.tell = tell;
    }

    /** @return the subscription, to be closed when no one waits any more */
    public static Subscription of(
            Conversations conversations, Caller caller, String conversationId, String turnId, Runnable tell) {
        TurnNews news = new TurnNews(turnId, tell);
        long seen = conversations.view(caller, conversationId, conversation -> conversation.lastSeq());
        Subscription subscription = conversations.follow(caller, conversationId, seen, news);
        if (conversations.viewTurn(caller, conversationId, turnId, TurnNews::isThere)) {
            news.tell();
        }
        return subscription;
    }

    /** Whether the turn has settled or waits for a person. */
    private static boolean isThere(Turn turn) {
        return turn.state().settled()
                || turn.calls().stream().anyMatch(call -> call.state() == ToolCall.State.AWAITING_APPROVAL);
    }

    private void tell() {
        if (told.compareAndSet(false, true)) {
            Thread.ofVirtual().start(tell);
        }
    }

    @Override
    public void onEvent(RecordedEvent event) {
        boolean waits = event.event() instanceof ApprovalRequested;
        if (turnId.equals(event.turnId()) && (waits || event.type().settlesTurn())) {
            tell();
        }
    }

    @Override
    public void onDelta(TextDelta delta) {
        // Partial text is ignored: only the end matters here.
    }

    @Override
    public void onErased() {
        tell();
    }

    @Override
    public void onLost(long after) {
        tell();
    }
}
