package clda.conversation;

import clda.security.KeyRing;
import clda.store.Membership;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Shows the readers of this node what other nodes have appended. As long as no other node is alive, it need not look. */
final class LogCatchUp {

    private static final Logger LOG = System.getLogger(LogCatchUp.class.getName());
    /** As long as others tell what they store, every how manieth time the conversations that are only followed are looked at. */
    private static final int LOOKS_WHEN_TOLD = 8;

    private final ConversationStore store;
    private final Membership membership;
    private final OpenConversations open;
    /** The time alone in which readers have been shown all that others had appended before. */
    private volatile long caughtUpIn;

    private volatile BooleanSupplier told = () -> false;
    private int skipped;

    LogCatchUp(ConversationStore store, Membership membership, OpenConversations open) {
        this.store = store;
        this.membership = membership;
        this.open = open;
    }

    /** See {@link ConversationLog#catchUp}. */
    boolean check(Collection<String> also) {
        long solitude = membership.solitude();
        if (solitude != 0 && solitude == caughtUpIn) {
            return false;
        }
        Set<String> watched = new HashSet<>(also);
        if (solitude != 0 || !told.getAsBoolean() || ++skipped >= LOOKS_WHEN_TOLD) {
            skipped = 0;
            watched.addAll(open.followed());
        }
        Map<String, Long> last = store.lastSeqs(watched);
        watched.forEach(id -> {
            OpenConversation known = open.get(id);
            if (known != null && known.lastSeen() != last.getOrDefault(id, 0L)) {
                showNew(id, true);
            }
        });
        caughtUpIn = solitude;
        return true;
    }

    /** See {@link ConversationLog#relayed}. */
    void relayed(BooleanSupplier isTold) {
        told = isTold;
    }

    /** See {@link ConversationLog#look}. */
    void look(String conversationId, long lastSeq) {
        OpenConversation known = open.get(conversationId);
        if (known != null && known.isFollowed() && known.lastSeen() < lastSeq) {
            showNew(conversationId, lastSeq == Long.MAX_VALUE);
        }
    }

    private void showNew(String conversationId, boolean mayBeErased) {
        try {
            boolean there = open.with(conversationId, known -> {
                        known.showNew();
                        return true;
                    })
                    .isPresent();
            if (there && mayBeErased && store.find(conversationId).isEmpty()) {
                // Erased by another node: unfolding finds that out and ends it.
                open.withState(conversationId, known -> true);
            }
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} cannot be followed", conversationId);
        }
    }
}
