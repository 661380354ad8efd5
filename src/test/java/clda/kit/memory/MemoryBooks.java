package clda.kit.memory;

import clda.dialogue.Approval;
import clda.dialogue.ApprovalBook;
import clda.dialogue.BackgroundTask;
import clda.dialogue.TaskBook;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.ApprovalRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Approvals and tasks in memory. */
public final class MemoryBooks {

    private MemoryBooks() {}

    private static Position position(Approval approval) {
        return new Position(approval.createdAt(), approval.id());
    }

    public static ApprovalBook approvals(MemoryStore store) {
        return new ApprovalBook() {
            @Override
            public Write open(Approval approval) {
                return (MemoryWrite) state -> state.approvals.put(approval.id(), approval);
            }

            @Override
            public Write close(String approvalId, Approval.State next) {
                return changing(approvalId, known -> of(known, known.delegate(), next));
            }

            @Override
            public Write delegate(String approvalId, String to) {
                return changing(approvalId, known -> of(known, to, known.state()));
            }

            private Write changing(String approvalId, UnaryOperator<Approval> change) {
                return (MemoryWrite) state -> {
                    Approval known = state.approvals.get(approvalId);
                    if (known == null || known.state() != Approval.State.PENDING) {
                        throw new AlreadyDecided(approvalId);
                    }
                    state.approvals.put(approvalId, change.apply(known));
                };
            }

            private Approval of(Approval known, @Nullable String delegate, Approval.State next) {
                return new Approval(
                        known.id(),
                        known.tenant(),
                        known.conversationId(),
                        known.turnId(),
                        known.callId(),
                        known.requester(),
                        known.by(),
                        delegate,
                        known.expiresAt(),
                        known.createdAt(),
                        next);
            }

            @Override
            public Optional<Approval> find(String approvalId) {
                return Optional.ofNullable(store.state().approvals.get(approvalId));
            }

            @Override
            public Page<Listed<Approval>> pending(Wanted wanted, @Nullable Position after, int limit) {
                return MemoryPages.of(pending(wanted), MemoryBooks::position, after, limit);
            }

            private Stream<Approval> pending(Wanted wanted) {
                return store.state().approvals.values().stream()
                        .filter(approval -> approval.state() == Approval.State.PENDING
                                && approval.tenant().equals(wanted.tenant())
                                && (wanted.by() == null || wanted.by() == approval.by())
                                && (approval.requester().equals(wanted.person())
                                        || wanted.person().equals(approval.delegate())
                                        || wanted.inOffice() && approval.by() == ApprovalRule.By.APPROVER));
            }

            @Override
            public List<Waiting> count(Wanted wanted) {
                return pending(wanted)
                        .map(approval -> new Waiting(approval.by(), approval.requester(), 1))
                        .toList();
            }

            @Override
            public int fingerprint(String tenant) {
                return store.state().approvals.values().stream()
                        .filter(approval -> approval.state() == Approval.State.PENDING
                                && approval.tenant().equals(tenant))
                        .toList()
                        .hashCode();
            }

            @Override
            public List<Approval> overdue(Instant now, int limit) {
                return store.state().approvals.values().stream()
                        .filter(approval -> approval.state() == Approval.State.PENDING
                                && !approval.expiresAt().isAfter(now))
                        .limit(limit)
                        .toList();
            }

            @Override
            public Write forget(String conversationId) {
                return (MemoryWrite) state -> state.approvals.values().removeIf(approval -> approval.conversationId()
                        .equals(conversationId));
            }
        };
    }

    public static TaskBook tasks(MemoryStore store) {
        return new TaskBook() {
            @Override
            public Write add(BackgroundTask task) {
                return (MemoryWrite) state -> state.tasks.put(task.id(), task);
            }

            @Override
            public Write claim(String taskId, long epoch) {
                return (MemoryWrite) state -> {
                    BackgroundTask task = state.tasks.get(taskId);
                    if (task == null || !isClaimable(task)) {
                        throw new NotClaimed(taskId);
                    }
                    state.tasks.put(
                            taskId,
                            in(task, BackgroundTask.State.RUNNING, epoch, task.attempts() + 1, task.cancelling()));
                };
            }

            private boolean isClaimable(BackgroundTask task) {
                return task.state() == BackgroundTask.State.WAITING
                        || task.state() == BackgroundTask.State.RUNNING
                                && !store.alive().contains(task.epoch());
            }

            private BackgroundTask in(
                    BackgroundTask task, BackgroundTask.State next, long epoch, int attempts, boolean cancelling) {
                return new BackgroundTask(
                        task.id(),
                        task.tenant(),
                        task.conversationId(),
                        task.turnId(),
                        task.callId(),
                        next,
                        epoch,
                        attempts,
                        cancelling,
                        task.deadline(),
                        task.createdAt());
            }

            @Override
            public Write end(String taskId, long epoch, BackgroundTask.State next) {
                return changing(
                        taskId,
                        BackgroundTask.State.RUNNING,
                        task -> task.epoch() == epoch
                                ? in(task, next, epoch, task.attempts(), task.cancelling())
                                : null);
            }

            @Override
            public Write resolve(String taskId, BackgroundTask.State found) {
                return changing(
                        taskId,
                        BackgroundTask.State.UNKNOWN,
                        task -> in(task, found, task.epoch(), task.attempts(), task.cancelling()));
            }

            private Write changing(String taskId, BackgroundTask.State from, UnaryOperator<BackgroundTask> change) {
                return (MemoryWrite) state -> {
                    BackgroundTask task = state.tasks.get(taskId);
                    BackgroundTask next = task == null || task.state() != from ? null : change.apply(task);
                    if (next == null) {
                        throw new NotClaimed(taskId);
                    }
                    state.tasks.put(taskId, next);
                };
            }

            @Override
            public Write cancelling(String taskId) {
                return (MemoryWrite) state -> state.tasks.computeIfPresent(
                        taskId, (id, task) -> in(task, task.state(), task.epoch(), task.attempts(), true));
            }

            @Override
            public Optional<BackgroundTask> find(String taskId) {
                return Optional.ofNullable(store.state().tasks.get(taskId));
            }

            @Override
            public Page<Listed<BackgroundTask>> of(
                    String tenant,
                    String owner,
                    Set<BackgroundTask.State> states,
                    @Nullable Position before,
                    int limit) {
                throw new UnsupportedOperationException("nobody lists tasks in memory");
            }

            @Override
            public long count(String tenant, String owner, Set<BackgroundTask.State> states) {
                return 0;
            }

            @Override
            public List<BackgroundTask> claimable(int limit) {
                return store.state().tasks.values().stream()
                        .filter(this::isClaimable)
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<String> unwanted(long epoch) {
                return store.state().tasks.values().stream()
                        .filter(task -> task.state() == BackgroundTask.State.RUNNING
                                && task.epoch() == epoch
                                && task.cancelling())
                        .map(BackgroundTask::id)
                        .toList();
            }

            @Override
            public Write forget(String conversationId) {
                return (MemoryWrite) state -> state.tasks.values().removeIf(task -> task.conversationId()
                        .equals(conversationId));
            }
        };
    }
}
