package clda.dialogue;

import clda.conversation.DraftEvent;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn about to be opened, as part of an append.
 *
 * @param lease the lease under which it starts here with the append; null if it has to wait, or another node runs it
 * @param queued whether it has to wait for another turn
 */
record Opening(String turnId, List<DraftEvent> events, List<Write> alongside, @Nullable Lease lease, boolean queued) {

    /** A turn that is there already. */
    static Opening known(String turnId) {
        return new Opening(turnId, List.of(), List.of(), null, false);
    }
}
