package clda.conversation;

import clda.security.KeyRing;
import clda.store.Membership;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Shows the readers of this node what other nodes have appended. As long as no other node is alive, it need not look. */
final class CatchUp {

    private static final Logger LOG = System.getLogger(CatchUp.class.getName());

    private final ConversationStore store;
    private final Membership membership;
    private final OpenConversations open;
    /** The time alone in which readers have been shown all that others had appended before. */
    private volatile long caughtUpIn;

    CatchUp(ConversationStore store, Membership membership, OpenConversations open) {
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
        watched.addAll(open.followed());
        Map<String, Long> last = store.lastSeqs(watched);
        watched.forEach(id -> {
            OpenConversation known = open.get(id);
            if (known != null && known.lastSeen() != last.getOrDefault(id, 0L)) {
                showNew(id);
            }
        });
        caughtUpIn = solitude;
        return true;
    }

    private void showNew(String conversationId) {
        try {
            boolean there = open.with(conversationId, known -> {
                        known.showNew();
                        return true;
                    })
                    .isPresent();
            if (there && store.find(conversationId).isEmpty()) {
                // Erased by another node: unfolding finds that out and ends it.
                open.withState(conversationId, known -> true);
            }
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} cannot be followed", conversationId);
        }
    }
}
