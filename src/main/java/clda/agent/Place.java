package clda.agent;

import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog.Append;
import clda.security.Caller;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;

/** Where calls are made, for whom, and by which right. */
public record Place(String conversationId, String turnId, Caller caller, Lease lease) {

    /** An append that takes place only while the right lasts. */
    public Append append(List<Write> alongside, ConversationEvent... events) {
        return Append.of(lease.guarding(alongside), turnId, events);
    }
}
