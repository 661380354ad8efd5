package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.release.Arms;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;

/**
 * Decides, as part of an append, whether the turn that begins with it runs on this node. If not, it is stored all the same, and
 * left to whichever node may run it: those look for such turns several times a second.
 */
final class Placement {

    /**
     * Where a turn begins.
     *
     * @param here whether this node runs it; it may only do so once the writes are stored
     * @param writes what says so to the other nodes
     */
    record Start(boolean here, List<Write> writes) {}

    private final ConversationLog log;
    private final Arms arms;

    Placement(ConversationLog log, Arms arms) {
        this.log = log;
        this.arms = arms;
    }

    /** @param lease the lease under which the turn runs if it runs here */
    Start start(Conversation conversation, Lease lease) {
        boolean here = isHere(conversation.head());
        return new Start(
                here,
                here ? log.beginRun(conversation.id(), lease.epoch()) : log.leaveRun(conversation.id(), lease.epoch()));
    }

    /** Whether this node runs the turns of the conversation now. */
    boolean isHere(ConversationHead head) {
        return arms.runHere(head.canaryOf());
    }
}
