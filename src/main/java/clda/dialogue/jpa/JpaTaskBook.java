package clda.dialogue.jpa;

import static java.util.stream.Collectors.joining;

import clda.dialogue.BackgroundTask;
import clda.dialogue.TaskBook;
import clda.json.Worded;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import clda.security.SealsRows;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Background tasks in a relational database. */
public final class JpaTaskBook implements TaskBook, SealsRows {

    private static final String COLUMNS =
            "select t.id, t.tenant, t.conversation_id, t.turn_id, t.call_id, t.state, t.epoch,"
                    + " t.attempts, t.cancelling, t.deadline, t.created_at, t.seal from background_task t";
    private static final String ORPHANED =
            "not exists (select 1 from store_writer w where w.epoch = background_task.epoch)";
    private static final String CLAIMABLE = "(state = 'waiting' or state = 'running' and " + ORPHANED + ")";

    /** Tasks in the conversations of the tenant ?1 and the user ?2. */
    private static final String OWNED =
            " join conversation c on c.id = t.conversation_id where c.tenant = ?1 and c.owner = ?2";

    private final JpaStore store;
    private final RowSeals seals;

    public JpaTaskBook(JpaStore store, RowSeals seals) {
        this.store = store;
        this.seals = seals;
    }

    @Override
    public Write add(BackgroundTask task) {
        return (JpaWrite)
                entities -> entities.createNativeQuery("insert into background_task (id, tenant, conversation_id,"
                                + " turn_id, call_id, state, epoch, attempts, cancelling, deadline, created_at, seal)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
                        .setParameter(1, task.id())
                        .setParameter(2, task.tenant())
                        .setParameter(3, task.conversationId())
                        .setParameter(4, task.turnId())
                        .setParameter(5, task.callId())
                        .setParameter(6, task.state().word())
                        .setParameter(7, task.epoch())
                        .setParameter(8, task.attempts())
                        .setParameter(9, task.cancelling())
                        .setParameter(10, task.deadline().toEpochMilli())
                        .setParameter(11, task.createdAt().toEpochMilli())
                        .setParameter(12, seals.seal(sealed(task)))
                        .executeUpdate();
    }

    private static Row sealed(BackgroundTask task) {
        return new Row(
                "background task",
                task.id(),
                task.tenant(),
                task.conversationId(),
                task.turnId(),
                task.callId(),
                task.state().word(),
                task.epoch(),
                task.attempts(),
                task.cancelling(),
                task.deadline().toEpochMilli(),
                task.createdAt().toEpochMilli());
    }

    @Override
    public Write claim(String taskId, long epoch) {
        return (JpaWrite) entities -> {
            Object[] row = row(entities, taskId).orElseThrow(() -> new NotClaimed(taskId));
            BackgroundTask task = whole(row);
            BackgroundTask claimed =
                    changed(task, BackgroundTask.State.RUNNING, epoch, task.attempts() + 1, task.cancelling());
            if (store(entities, claimed, row, " and " + CLAIMABLE) != 1) {
                throw new NotClaimed(taskId);
            }
        };
    }

    @Override
    public Write end(String taskId, long epoch, BackgroundTask.State state) {
        return changing(taskId, task -> task.state() == BackgroundTask.State.RUNNING && task.epoch() == epoch, state);
    }

    @Override
    public Write resolve(String taskId, BackgroundTask.State found) {
        return changing(taskId, task -> task.state() == BackgroundTask.State.UNKNOWN, found);
    }

    private JpaWrite changing(String taskId, Predicate<BackgroundTask> allowed, BackgroundTask.State next) {
        return entities -> {
            boolean stored = false;
            while (!stored) {
                Object[] row = row(entities, taskId).orElseThrow(() -> new NotClaimed(taskId));
                BackgroundTask task = whole(row);
                if (!allowed.test(task)) {
                    throw new NotClaimed(taskId);
                }
                stored = store(entities, changed(task, next, task.epoch(), task.attempts(), task.cancelling()), row, "")
                        == 1;
            }
        };
    }

    @Override
    public Write cancelling(String taskId) {
        return (JpaWrite) entities -> {
            boolean stored = false;
            while (!stored) {
                Optional<Object[]> row = row(entities, taskId);
                if (row.isEmpty()) {
                    return;
                }
                BackgroundTask task = whole(row.get());
                if (task.state().settled()) {
                    return;
                }
                stored =
                        store(entities, changed(task, task.state(), task.epoch(), task.attempts(), true), row.get(), "")
                                == 1;
            }
        };
    }

    private static BackgroundTask changed(
            BackgroundTask task, BackgroundTask.State state, long epoch, int attempts, boolean cancelling) {
        return new BackgroundTask(
                task.id(),
                task.tenant(),
                task.conversationId(),
                task.turnId(),
                task.callId(),
                state,
                epoch,
                attempts,
                cancelling,
                task.deadline(),
                task.createdAt());
    }

    private static Optional<Object[]> row(EntityManager entities, String taskId) {
        List<?> rows = entities.createNativeQuery(COLUMNS + " where t.id = ?1")
                .setParameter(1, taskId)
                .getResultList();
        return rows.stream().map(Object[].class::cast).findFirst();
    }

    private BackgroundTask whole(Object[] row) {
        seals.check(sealed(row), (byte[]) row[11]);
        return task(row);
    }

    /** Like {@link #sealed(BackgroundTask)}, for a row whose texts may have been changed to something that cannot be parsed. */
    private static Row sealed(Object[] row) {
        return new Row("background task", (String) row[0], Arrays.copyOfRange(row, 1, 11));
    }

    /** Changes nothing if the row has been changed since it was read. */
    private int store(EntityManager entities, BackgroundTask task, Object[] before, String condition) {
        return entities.createNativeQuery("update background_task set state = ?2, epoch = ?3, attempts = ?4,"
                        + " cancelling = ?5, seal = ?6 where id = ?1 and seal = ?7" + condition)
                .setParameter(1, task.id())
                .setParameter(2, task.state().word())
                .setParameter(3, task.epoch())
                .setParameter(4, task.attempts())
                .setParameter(5, task.cancelling())
                .setParameter(6, seals.seal(sealed(task)))
                .setParameter(7, before[11])
                .executeUpdate();
    }

    @Override
    public Optional<BackgroundTask> find(String taskId) {
        return rows(COLUMNS + " where t.id = ?1", taskId).stream()
                .map(this::whole)
                .findFirst();
    }

    @Override
    public Page<Listed<BackgroundTask>> of(
            String tenant, String owner, Set<BackgroundTask.State> states, @Nullable Position before, int limit) {
        String from = before == null ? "" : " and (t.created_at, t.id) < (?4, ?5)";
        List<Object> values = new ArrayList<>(List.of(tenant, owner, limit + 1));
        if (before != null) {
            values.addAll(List.of(before.millis(), before.id()));
        }
        List<Object[]> found = rows(
                COLUMNS + OWNED + in(states) + from + " order by t.created_at desc, t.id desc limit ?3",
                values.toArray());
        return Page.of(found.stream().map(this::listed).toList(), limit, Listed::position);
    }

    private static String in(Set<BackgroundTask.State> states) {
        return states.stream().map(state -> "'" + state.word() + "'").collect(joining(", ", " and t.state in (", ")"));
    }

    private Listed<BackgroundTask> listed(Object[] row) {
        Position position = new Position(Instant.ofEpochMilli(((Number) row[10]).longValue()), (String) row[0]);
        return seals.isWhole(sealed(row), (byte[]) row[11])
                ? new Listed<>(position, task(row))
                : Listed.damaged(position);
    }

    @Override
    public long count(String tenant, String owner, Set<BackgroundTask.State> states) {
        return store.read(entities -> ((Number)
                        entities.createNativeQuery("select count(*) from background_task t" + OWNED + in(states))
                                .setParameter(1, tenant)
                                .setParameter(2, owner)
                                .getSingleResult())
                .longValue());
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
        return rows(sql, values).stream()
                .filter(row -> seals.isWhole(sealed(row), (byte[]) row[11]))
                .map(JpaTaskBook::task)
                .toList();
    }

    private List<Object[]> rows(String sql, Object... values) {
        List<?> rows = store.read(entities -> {
            var query = entities.createNativeQuery(sql);
            for (int i = 0; i < values.length; i++) {
                query.setParameter(i + 1, values[i]);
            }
            return query.getResultList();
        });
        return rows.stream().map(Object[].class::cast).toList();
    }

    private static BackgroundTask task(Object[] row) {
        return new BackgroundTask(
                (String) row[0],
                (String) row[1],
                (String) row[2],
                (String) row[3],
                (String) row[4],
                Worded.of(BackgroundTask.State.class, (String) row[5]),
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

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("background_task", "seal is null");
    }

    @Override
    public void sealExisting() {
        store.write((JpaWrite) entities -> {
            List<?> rows = entities.createNativeQuery(COLUMNS + " where t.seal is null")
                    .getResultList();
            for (Object row : rows) {
                entities.createNativeQuery("update background_task set seal = ?2 where id = ?1")
                        .setParameter(1, ((Object[]) row)[0])
                        .setParameter(2, seals.seal(sealed((Object[]) row)))
                        .executeUpdate();
            }
        });
    }
}
