package clda.agent;

import clda.conversation.ConversationEvent;
import clda.conversation.ConversationLog.Append;
import clda.security.Caller;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;

/** The context of tool calls: the conversation and turn in which they are made, for whom, and under which lease. */
public record Place(String conversationId, String turnId, Caller caller, Lease lease) {

    /** An append that takes place only while the right lasts. */
    public Append append(List<Write> alongside, ConversationEvent... events) {
        return Append.of(lease.guarding(alongside), turnId, events);
    }
}
