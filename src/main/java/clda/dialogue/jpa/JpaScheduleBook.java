package clda.dialogue.jpa;

import clda.conversation.ConversationEvent.Requester;
import clda.dialogue.Repetition;
import clda.dialogue.Schedule;
import clda.dialogue.ScheduleBook;
import clda.security.KeyRing;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules in a relational database; what they are about is encrypted. */
public final class JpaScheduleBook implements ScheduleBook {

    private static final String COLUMNS =
            "select id, tenant, conversation_id, number, owner, roles, what, doing, every, zone, next_at, untrusted"
                    + " from schedule";

    private final JpaStore store;
    private final KeyRing keyRing;

    public JpaScheduleBook(JpaStore store, KeyRing keyRing) {
        this.store = store;
        this.keyRing = keyRing;
    }

    @Override
    public Schedule addNow(Schedule unnumbered) {
        return store.inTransaction(entities -> {
            Number last = (Number) entities.createNativeQuery(
                            "select coalesce(max(number), 0) from schedule where conversation_id = ?1")
                    .setParameter(1, unnumbered.conversationId())
                    .getSingleResult();
            Schedule schedule = numbered(unnumbered, last.intValue() + 1);
            Repetition repetition = schedule.repetition();
            entities.createNativeQuery(
                            "insert into schedule (id, tenant, conversation_id, number, owner, roles, what, doing,"
                                    + " every, zone, next_at, untrusted)"
                                    + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
                    .setParameter(1, schedule.id())
                    .setParameter(2, schedule.tenant())
                    .setParameter(3, schedule.conversationId())
                    .setParameter(4, schedule.number())
                    .setParameter(5, schedule.by().user())
                    .setParameter(6, String.join(",", schedule.by().roles()))
                    .setParameter(
                            7,
                            keyRing.shared()
                                    .seal(schedule.what().getBytes(StandardCharsets.UTF_8), place(schedule.id())))
                    .setParameter(8, schedule.doing())
                    .setParameter(9, repetition == null ? "" : repetition.text())
                    .setParameter(
                            10, repetition == null ? "" : repetition.zone().getId())
                    .setParameter(11, schedule.next().toEpochMilli())
                    .setParameter(12, Boolean.TRUE.equals(schedule.untrusted()))
                    .executeUpdate();
            return schedule;
        });
    }

    private static Schedule numbered(Schedule schedule, int number) {
        return new Schedule(
                schedule.id(),
                schedule.tenant(),
                schedule.conversationId(),
                number,
                schedule.by(),
                schedule.what(),
                schedule.doing(),
                schedule.repetition(),
                schedule.next(),
                schedule.untrusted());
    }

    @Override
    public Optional<Schedule> removeNow(String conversationId, int number) {
        return store.inTransaction(entities -> {
            Optional<Schedule> found =
                    list(entities, COLUMNS + " where conversation_id = ?1 and number = ?2", conversationId, number)
                            .stream()
                            .findFirst();
            found.ifPresent(schedule -> remove(entities, schedule.id()));
            return found;
        });
    }

    private static void remove(EntityManager entities, String scheduleId) {
        entities.createNativeQuery("delete from schedule where id = ?1")
                .setParameter(1, scheduleId)
                .executeUpdate();
    }

    @Override
    public Write move(String scheduleId, Instant from, @Nullable Instant next) {
        return (JpaWrite) entities -> {
            String sql = next == null
                    ? "delete from schedule where id = ?1 and next_at = ?2"
                    : "update schedule set next_at = ?3 where id = ?1 and next_at = ?2";
            var change =
                    entities.createNativeQuery(sql).setParameter(1, scheduleId).setParameter(2, from.toEpochMilli());
            if (next != null) {
                change.setParameter(3, next.toEpochMilli());
            }
            if (change.executeUpdate() != 1) {
                throw new Moved(scheduleId);
            }
        };
    }

    @Override
    public Write remove(String scheduleId) {
        return (JpaWrite) entities -> remove(entities, scheduleId);
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createNativeQuery("delete from schedule where conversation_id = ?1")
                .setParameter(1, conversationId)
                .executeUpdate();
    }

    @Override
    public Optional<Schedule> find(String scheduleId) {
        return store.read(entities -> list(entities, COLUMNS + " where id = ?1", scheduleId)).stream()
                .findFirst();
    }

    @Override
    public List<Schedule> of(String tenant, String user) {
        return store.read(entities ->
                list(entities, COLUMNS + " where tenant = ?1 and owner = ?2 order by next_at", tenant, user));
    }

    @Override
    public List<Schedule> in(String conversationId) {
        return store.read(
                entities -> list(entities, COLUMNS + " where conversation_id = ?1 order by number", conversationId));
    }

    @Override
    public List<Due> before(Instant time, int limit) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select id, next_at from schedule where next_at <= ?1 order by next_at limit ?2")
                .setParameter(1, time.toEpochMilli())
                .setParameter(2, limit)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Due((String) row[0], Instant.ofEpochMilli(((Number) row[1]).longValue())))
                .toList();
    }

    private List<Schedule> list(EntityManager entities, String sql, Object... values) {
        var query = entities.createNativeQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(Object[].class::cast).map(this::schedule).toList();
    }

    private Schedule schedule(Object[] row) {
        String id = (String) row[0];
        String roles = (String) row[5];
        String every = (String) row[8];
        return new Schedule(
                id,
                (String) row[1],
                (String) row[2],
                ((Number) row[3]).intValue(),
                new Requester((String) row[4], roles.isEmpty() ? List.of() : List.of(roles.split(","))),
                new String(keyRing.shared().open((byte[]) row[6], place(id)), StandardCharsets.UTF_8),
                flag(row[7]),
                every.isEmpty() ? null : Repetition.parse(every, ZoneId.of((String) row[9])),
                Instant.ofEpochMilli(((Number) row[10]).longValue()),
                row[11] == null ? null : flag(row[11]));
    }

    private static boolean flag(Object column) {
        return column instanceof Boolean flag ? flag : ((Number) column).intValue() != 0;
    }

    private static byte[] place(String id) {
        return ("schedule|" + id).getBytes(StandardCharsets.UTF_8);
    }
}
