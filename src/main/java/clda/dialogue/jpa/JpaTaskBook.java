package clda.dialogue.jpa;

import clda.dialogue.BackgroundTask;
import clda.dialogue.TaskBook;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Background tasks in a relational database. */
public final class JpaTaskBook implements TaskBook {

    private static final String COLUMNS =
            "select t.id, t.tenant, t.conversation_id, t.turn_id, t.call_id, t.state, t.epoch,"
                    + " t.attempts, t.cancelling, t.deadline, t.created_at from background_task t";
    private static final String CLAIMABLE = "(state = 'waiting' or state = 'running'"
            + " and not exists (select 1 from store_writer w where w.epoch = background_task.epoch))";

    private final JpaStore store;

    public JpaTaskBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public Write add(BackgroundTask task) {
        return (JpaWrite)
                entities -> entities.createNativeQuery("insert into background_task (id, tenant, conversation_id,"
                                + " turn_id, call_id, state, epoch, attempts, cancelling, deadline, created_at)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
                        .setParameter(1, task.id())
                        .setParameter(2, task.tenant())
                        .setParameter(3, task.conversationId())
                        .setParameter(4, task.turnId())
                        .setParameter(5, task.callId())
                        .setParameter(6, task.state().name())
                        .setParameter(7, task.epoch())
                        .setParameter(8, task.attempts())
                        .setParameter(9, task.cancelling())
                        .setParameter(10, task.deadline().toEpochMilli())
                        .setParameter(11, task.createdAt().toEpochMilli())
                        .executeUpdate();
    }

    @Override
    public Write claim(String taskId, long epoch) {
        return changing(
                taskId,
                "update background_task set state = 'running', epoch = ?2, attempts = attempts + 1 where id = ?1 and "
                        + CLAIMABLE,
                epoch);
    }

    @Override
    public Write end(String taskId, long epoch, BackgroundTask.State state) {
        return changing(
                taskId,
                "update background_task set state = ?3 where id = ?1 and state = 'running' and epoch = ?2",
                epoch,
                state.name());
    }

    @Override
    public Write resolve(String taskId, BackgroundTask.State found) {
        return changing(
                taskId, "update background_task set state = ?2 where id = ?1 and state = 'unknown'", found.name());
    }

    private static JpaWrite changing(String taskId, String sql, Object... values) {
        return entities -> {
            var update = entities.createNativeQuery(sql).setParameter(1, taskId);
            for (int i = 0; i < values.length; i++) {
                update.setParameter(i + 2, values[i]);
            }
            if (update.executeUpdate() != 1) {
                throw new NotClaimed(taskId);
            }
        };
    }

    @Override
    public Write cancelling(String taskId) {
        return (JpaWrite) entities -> entities.createNativeQuery(
                        "update background_task set cancelling = ?2 where id = ?1 and state in ('waiting', 'running')")
                .setParameter(1, taskId)
                .setParameter(2, true)
                .executeUpdate();
    }

    @Override
    public Optional<BackgroundTask> find(String taskId) {
        return list(COLUMNS + " where t.id = ?1", taskId).stream().findFirst();
    }

    @Override
    public List<BackgroundTask> claimable(int limit) {
        return list(
                COLUMNS + " where " + CLAIMABLE.replace("background_task", "t").replace("state", "t.state")
                        + " order by t.created_at limit ?1",
                limit);
    }

    @Override
    public List<String> unwanted(long epoch) {
        return list(COLUMNS + " where t.state = 'running' and t.epoch = ?1 and t.cancelling = ?2", epoch, true).stream()
                .map(BackgroundTask::id)
                .toList();
    }

    private List<BackgroundTask> list(String sql, Object... values) {
        List<?> rows = store.read(entities -> {
            var query = entities.createNativeQuery(sql);
            for (int i = 0; i < values.length; i++) {
                query.setParameter(i + 1, values[i]);
            }
            return query.getResultList();
        });
        return rows.stream().map(Object[].class::cast).map(JpaTaskBook::task).toList();
    }

    private static BackgroundTask task(Object[] row) {
        return new BackgroundTask(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                BackgroundTask.State.valueOf((String) row[5]),
                ((Number) row[6]).longValue(),
                ((Number) row[7]).intValue(),
                row[8] instanceof Boolean flag ? flag : ((Number) row[8]).intValue() != 0,
                Instant.ofEpochMilli(((Number) row[9]).longValue()),
                Instant.ofEpochMilli(((Number) row[10]).longValue()));
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite)
                entities -> entities.createNativeQuery("delete from background_task where conversation_id = ?1")
                        .setParameter(1, conversationId)
                        .executeUpdate();
    }
}
