package clda.boot;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.dialogue.AfterRestore;
import clda.security.KeyRing.Damaged;
import clda.store.Rejected;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Completes a restore, before anything else goes on: repeats erasures, ends what must not go on, and records it in the audit
 * trail of each tenant. Nodes that start at the same time all wait until it is complete. A start that is cut off is repeated.
 */
public final class Restoring {

    private static final Logger LOG = System.getLogger(Restoring.class.getName());
    private static final String ACTOR = "server";

    private final JpaStore store;
    private final Engine engine;
    private final AuditTrail trail;
    private final Clock clock;
    /** By tenant, of the restore that is being completed. */
    private final Map<String, Tally> tallies = new TreeMap<>();

    public Restoring(JpaStore store, Engine engine, AuditTrail trail, Clock clock) {
        this.store = store;
        this.engine = engine;
        this.trail = trail;
        this.clock = clock;
    }

    /** A restore that was not completed. */
    private record Pending(long number, Instant backup, Instant restored) {

        private static Pending of(Object row) {
            Object[] columns = (Object[]) row;
            return new Pending(
                    ((Number) columns[0]).longValue(),
                    Instant.ofEpochMilli(((Number) columns[1]).longValue()),
                    Instant.ofEpochMilli(((Number) columns[2]).longValue()));
        }
    }

    /** What was ended of one tenant. */
    private static final class Tally {
        private int turns;
        private int unknown;
        private int skipped;
    }

    /** Another node has completed it meanwhile. */
    private static final class Completed extends Rejected {
        Completed() {
            super("the restore was completed by another node");
        }
    }

    /** Completes the restore, if there is one to complete. */
    public void complete() {
        List<?> rows = store.read(
                entities -> entities.createNativeQuery("select number, backup_at, restored_at from store_restored"
                                + " where state = 'pending' order by number")
                        .getResultList());
        for (Object row : rows) {
            complete(Pending.of(row));
        }
    }

    private void complete(Pending pending) {
        tallies.clear();
        LOG.log(
                Level.INFO,
                "this database was restored from a backup of {0}: what was open then is ended before this node goes on",
                pending.backup());
        try {
            eraseAgain();
            JpaWrite stillPending = entities -> look(entities.createNativeQuery(
                            "update store_restored set looks = looks + 1 where number = ?1 and state = 'pending'")
                    .setParameter(1, pending.number())
                    .executeUpdate());
            AfterRestore after = engine.afterRestore();
            after.endTasks(stillPending).forEach(this::count);
            for (String conversationId : open()) {
                end(after, conversationId, pending, stillPending);
            }
            after.skipDue(pending.backup(), stillPending).forEach(each -> tally(each.tenant()).skipped += each.turns());
            record(pending);
        } catch (Completed e) {
            LOG.log(Level.INFO, "another node has completed the restore");
        }
    }

    private static void look(int pending) {
        if (pending != 1) {
            throw new Completed();
        }
    }

    private void end(AfterRestore after, String conversationId, Pending pending, JpaWrite stillPending) {
        try {
            after.endTurns(conversationId, pending.backup(), stillPending).ifPresent(this::count);
        } catch (Damaged e) {
            LOG.log(Level.WARNING, "conversation {0} is damaged; its turn does not go on", conversationId);
        }
    }

    private void count(AfterRestore.Ended ended) {
        Tally tally = tally(ended.tenant());
        tally.turns += ended.turns();
        tally.unknown += ended.unknown();
    }

    private Tally tally(String tenant) {
        return tallies.computeIfAbsent(tenant, any -> new Tally());
    }

    private void eraseAgain() {
        for (String id : ids("select conversation_id from erasure_to_repeat order by conversation_id")) {
            JpaWrite done =
                    entities -> entities.createNativeQuery("delete from erasure_to_repeat where conversation_id = ?1")
                            .setParameter(1, id)
                            .executeUpdate();
            engine.erase(id, done);
            store.write(done);
        }
    }

    private List<String> open() {
        return ids("select id from conversation where state <> 'idle' order by id");
    }

    private List<String> ids(String sql) {
        return store.read(entities -> entities.createNativeQuery(sql).getResultList().stream()
                .map(String.class::cast)
                .toList());
    }

    private void record(Pending pending) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (String tenant : ids("select distinct tenant from conversation")) {
            tally(tenant);
        }
        List<AuditEntry> entries = new ArrayList<>();
        tallies.forEach((tenant, tally) -> entries.add(entry(tenant, tally, pending, now)));
        List<JpaWrite> writes = new ArrayList<>();
        writes.add(entities -> look(entities.createNativeQuery(
                        "update store_restored set state = 'completed' where number = ?1 and state = 'pending'")
                .setParameter(1, pending.number())
                .executeUpdate()));
        if (!entries.isEmpty()) {
            writes.add((JpaWrite) trail.record(entries));
        }
        store.write(writes);
        int turns = tallies.values().stream().mapToInt(tally -> tally.turns).sum();
        int unknown = tallies.values().stream().mapToInt(tally -> tally.unknown).sum();
        int skipped = tallies.values().stream().mapToInt(tally -> tally.skipped).sum();
        LOG.log(
                Level.WARNING,
                "restored from a backup of {0}. Open turns that were ended: {1}; effects that are unknown and wait in the"
                        + " inbox: {2}; reminders and plans that were skipped: {3}. Everybody has to sign in again.",
                pending.backup(),
                turns,
                unknown,
                skipped);
    }

    private static AuditEntry entry(String tenant, Tally tally, Pending pending, Instant now) {
        return new AuditEntry(
                now,
                tenant,
                ACTOR,
                "store.restored",
                null,
                null,
                null,
                Map.of(
                        "backup", pending.backup().toString(),
                        "restored", pending.restored().toString(),
                        "turns", String.valueOf(tally.turns),
                        "unknown", String.valueOf(tally.unknown),
                        "skipped", String.valueOf(tally.skipped)));
    }
}
