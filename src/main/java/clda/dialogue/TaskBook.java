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
     * Claims the right to run a task that waits or whose node is no longer alive.
     *
     * @return a write that fails with {@link NotClaimed} if the task is already claimed or has ended
     */
    Write claim(String taskId, long epoch);

    /** Records how a task that runs under the epoch has ended; fails with {@link NotClaimed} if it does not run under it. */
    Write end(String taskId, long epoch, BackgroundTask.State state);

    /** Records that a person wants the task to stop; if it has not begun, it ends without being carried out. */
    Write cancelling(String taskId);

    /** Records what a person has found out about a task whose outcome was unknown. */
    Write resolve(String taskId, BackgroundTask.State found);

    Optional<BackgroundTask> find(String taskId);

    /**
     * The tasks of a person's conversations, newest first.
     *
     * @param states the wanted states; not empty
     * @param before where to continue; null to start with the newest
     */
    Page<Listed<BackgroundTask>> of(
            String tenant, String owner, Set<BackgroundTask.State> states, @Nullable Position before, int limit);

    /** The number of all tasks that {@link #of} lists. */
    long count(String tenant, String owner, Set<BackgroundTask.State> states);

    /** Tasks that wait, or whose node is no longer alive. */
    List<BackgroundTask> claimable(int limit);

    /** The ids of tasks that run under the epoch and that a person wants to stop. */
    List<String> unwanted(long epoch);

    /** Removes the tasks of a conversation. */
    Write forget(String conversationId);

    final class NotClaimed extends RuntimeException {
        public NotClaimed(String taskId) {
            super("task " + taskId + " is not ours to run");
        }
    }
}
