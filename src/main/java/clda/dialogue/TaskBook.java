package clda.dialogue;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The background tasks of all conversations. */
public interface TaskBook {

    Write add(BackgroundTask task);

    /**
     * Claims the right to run the task: it waits, or the node that ran it is no longer alive.
     *
     * @return a write that fails with {@link NotClaimed} if someone else has it
     */
    Write claim(String taskId, long epoch);

    /** Records how the task that runs under the epoch ended; fails with {@link NotClaimed} if it does not. */
    Write end(String taskId, long epoch, BackgroundTask.State state);

    /** Records that a person wants it to stop, and ends it if it has not begun. */
    Write cancelling(String taskId);

    /** Records that a person has found out what came of a task of which nobody knew. */
    Write resolve(String taskId, BackgroundTask.State found);

    Optional<BackgroundTask> find(String taskId);

    /**
     * Those of a person's conversations, the newest first.
     *
     * @param states that are wanted; not empty
     * @param before where to go on; null to begin with the newest
     */
    Page<Listed<BackgroundTask>> of(
            String tenant, String owner, Set<BackgroundTask.State> states, @Nullable Position before, int limit);

    /** How many there are of {@link #of}. */
    long count(String tenant, String owner, Set<BackgroundTask.State> states);

    /** Tasks that wait, or whose node is no longer alive. */
    List<BackgroundTask> claimable(int limit);

    /** Tasks that run under the epoch and that a person wants to stop. */
    List<String> unwanted(long epoch);

    /** Removes what belongs to a conversation. */
    Write forget(String conversationId);

    final class NotClaimed extends RuntimeException {
        public NotClaimed(String taskId) {
            super("task " + taskId + " is not ours to run");
        }
    }
}
