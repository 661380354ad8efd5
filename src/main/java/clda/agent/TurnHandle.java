package clda.agent;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.security.Caller;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/**
 * A turn in progress: its conversation, caller and lease, and access to its part of the log.
 *
 * @param caller with the rights with which the turn was opened
 */
public record TurnHandle(ConversationLog log, String conversationId, String turnId, Caller caller, Lease lease) {

    /**
     * Looks at the conversation as it is now.
     *
     * @throws CancellationException if it was erased
     */
    public <T> T look(Function<Conversation, T> look) {
        return log.view(conversationId, look).orElseThrow(TurnHandle::erased);
    }

    /**
     * Stores events of the turn and the other writes in one transaction, while the lease lasts.
     *
     * @throws CancellationException if the conversation was erased
     * @throws clda.store.Fenced if another node has taken the turn over
     */
    void append(List<Write> alongside, ConversationEvent... events) {
        log.append(conversationId, guarded(alongside, events)).orElseThrow(TurnHandle::erased);
    }

    void append(ConversationEvent... events) {
        append(List.of(), events);
    }

    /** An append that takes place only while the lease lasts. */
    Append guarded(List<Write> alongside, ConversationEvent... events) {
        return Append.of(lease.guarding(alongside), turnId, events);
    }

    private static CancellationException erased() {
        return new CancellationException("the conversation was erased");
    }
}
