package clda.dialogue;

import clda.conversation.DraftEvent;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A turn about to be opened, as part of an append.
 *
 * @param lease the lease under which it starts with the append; null if it has to wait
 */
record Opening(String turnId, List<DraftEvent> events, List<Write> alongside, @Nullable Lease lease) {}
