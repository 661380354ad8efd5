package clda.dialogue.jpa;

import clda.conversation.Requester;
import clda.dialogue.Repetition;
import clda.dialogue.Schedule;
import clda.dialogue.ScheduleBook;
import clda.security.KeyRing;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Schedules in a relational database; their texts are encrypted. */
public final class JpaScheduleBook implements ScheduleBook, SealsRows {

    private static final String COLUMNS =
            "select id, tenant, conversation_id, number, owner, roles, what, doing, every, zone, next_at, untrusted,"
                    + " seal from schedule";

    /** Index of the column in a row that was read. */
    private static final int NEXT_AT = 10;

    private static final int SEAL = 12;

    private final JpaStore store;
    private final KeyRing keyRing;
    private final RowSeals seals;

    public JpaScheduleBook(JpaStore store, KeyRing keyRing, RowSeals seals) {
        this.store = store;
        this.keyRing = keyRing;
        this.seals = seals;
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
            Object[] row = {
                schedule.id(),
                schedule.tenant(),
                schedule.conversationId(),
                schedule.number(),
                schedule.by().user(),
                String.join(",", schedule.by().roles()),
                keyRing.shared().seal(schedule.what().getBytes(StandardCharsets.UTF_8), place(schedule.id())),
                schedule.doing(),
                repetition == null ? "" : repetition.text(),
                repetition == null ? "" : repetition.zone().getId(),
                schedule.next().toEpochMilli(),
                Boolean.TRUE.equals(schedule.untrusted())
            };
            var insert = entities.createNativeQuery(
                    "insert into schedule (id, tenant, conversation_id, number, owner, roles, what, doing,"
                            + " every, zone, next_at, untrusted, seal)"
                            + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
            for (int i = 0; i < row.length; i++) {
                insert.setParameter(i + 1, row[i]);
            }
            insert.setParameter(SEAL + 1, seals.seal(sealed(row))).executeUpdate();
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

    /** The row as it is sealed: all columns except the seal. */
    private static Row sealed(Object[] row) {
        return new Row("schedule", (String) row[0], Arrays.copyOfRange(row, 1, SEAL));
    }

    @Override
    public Write move(String scheduleId, Instant from, @Nullable Instant next) {
        return (JpaWrite) entities -> {
            List<?> rows = entities.createNativeQuery(COLUMNS + " where id = ?1 and next_at = ?2")
                    .setParameter(1, scheduleId)
                    .setParameter(2, from.toEpochMilli())
                    .getResultList();
            if (rows.isEmpty()) {
                throw new Moved(scheduleId);
            }
            Object[] row = (Object[]) rows.getFirst();
            seals.check(sealed(row), (byte[]) row[SEAL]);
            String sql = next == null
                    ? "delete from schedule where id = ?1 and next_at = ?2"
                    : "update schedule set next_at = ?3, seal = ?4 where id = ?1 and next_at = ?2";
            var change =
                    entities.createNativeQuery(sql).setParameter(1, scheduleId).setParameter(2, from.toEpochMilli());
            if (next != null) {
                row[NEXT_AT] = next.toEpochMilli();
                change.setParameter(3, next.toEpochMilli()).setParameter(4, seals.seal(sealed(row)));
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
        return store.read(entities -> rows(entities, COLUMNS + " where id = ?1", scheduleId)).stream()
                .findFirst()
                .map(row -> {
                    seals.check(sealed(row), (byte[]) row[SEAL]);
                    return schedule(row);
                });
    }

    @Override
    public Page<Listed<Schedule>> of(String tenant, String user, @Nullable Position after, int limit) {
        Position from = after == null ? Position.FIRST : after;
        List<Object[]> found = store.read(entities -> rows(
                entities,
                COLUMNS
                        + " where tenant = ?1 and owner = ?2 and (next_at, id) > (?3, ?4) order by next_at, id limit ?5",
                tenant,
                user,
                from.millis(),
                from.id(),
                limit + 1));
        return Page.of(found.stream().map(this::listed).toList(), limit, Listed::position);
    }

    private Listed<Schedule> listed(Object[] row) {
        Position position = new Position(Instant.ofEpochMilli(((Number) row[NEXT_AT]).longValue()), (String) row[0]);
        return seals.isWhole(sealed(row), (byte[]) row[SEAL])
                ? new Listed<>(position, schedule(row))
                : Listed.damaged(position);
    }

    @Override
    public long count(String tenant, String user) {
        return store.read(entities -> ((Number)
                        entities.createNativeQuery("select count(*) from schedule where tenant = ?1 and owner = ?2")
                                .setParameter(1, tenant)
                                .setParameter(2, user)
                                .getSingleResult())
                .longValue());
    }

    @Override
    public List<Schedule> in(String conversationId) {
        return store.read(
                entities -> list(entities, COLUMNS + " where conversation_id = ?1 order by number", conversationId));
    }

    @Override
    public Page<Due> before(Instant time, @Nullable Position after, int limit) {
        Position from = after == null ? Position.FIRST : after;
        List<Due> due = store
                .read(entities -> rows(
                        entities,
                        "select id, next_at from schedule where next_at <= ?1 and (next_at, id) > (?2, ?3)"
                                + " order by next_at, id limit ?4",
                        time.toEpochMilli(),
                        from.millis(),
                        from.id(),
                        limit + 1))
                .stream()
                .map(row -> new Due((String) row[0], Instant.ofEpochMilli(((Number) row[1]).longValue())))
                .toList();
        return Page.of(due, limit, one -> new Position(one.at(), one.scheduleId()));
    }

    private List<Schedule> list(EntityManager entities, String sql, Object... values) {
        return rows(entities, sql, values).stream()
                .filter(row -> seals.isWhole(sealed(row), (byte[]) row[SEAL]))
                .map(this::schedule)
                .toList();
    }

    private static List<Object[]> rows(EntityManager entities, String sql, Object... values) {
        var query = entities.createNativeQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(Object[].class::cast).toList();
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

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("schedule", "seal is null");
    }

    @Override
    public void sealExisting() {
        store.write((JpaWrite) entities -> {
            for (Object[] row : rows(entities, COLUMNS + " where seal is null")) {
                entities.createNativeQuery("update schedule set seal = ?2 where id = ?1")
                        .setParameter(1, row[0])
                        .setParameter(2, seals.seal(sealed(row)))
                        .executeUpdate();
            }
        });
    }
}
