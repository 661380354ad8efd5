package clda.boot;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.store.WentBack;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Records that the database has gone back to an earlier state: in the audit trail of each tenant, since the missing data had been
 * acknowledged, and for nodes that are away now (see {@link RestoredCopy}).
 */
final class WentBackAudit implements Consumer<WentBack> {

    private static final String ACTOR = "server";

    private final JpaStore store;
    private final AuditTrail trail;
    private final Clock clock;

    WentBackAudit(JpaStore store, AuditTrail trail, Clock clock) {
        this.store = store;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public void accept(WentBack what) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<AuditEntry> entries = Tenants.of(store).stream()
                .map(tenant -> entry(tenant, what, now))
                .toList();
        List<JpaWrite> writes = new ArrayList<>();
        writes.add(goneBack(store.epoch(), now));
        if (!entries.isEmpty()) {
            writes.add((JpaWrite) trail.record(entries));
        }
        store.write(writes);
    }

    private static JpaWrite goneBack(long epoch, Instant at) {
        return entities -> entities.createNativeQuery(
                        "insert into store_gone_back (epoch, at) values (?1, ?2) on conflict do nothing")
                .setParameter(1, epoch)
                .setParameter(2, at.toEpochMilli())
                .executeUpdate();
    }

    private static AuditEntry entry(String tenant, WentBack what, Instant now) {
        return new AuditEntry(
                now,
                tenant,
                ACTOR,
                what.loss() == WentBack.Loss.SOME ? "store.went_back" : "store.taken_over",
                null,
                null,
                null,
                Map.of(
                        "epoch", String.valueOf(what.oldEpoch()),
                        "committed", String.valueOf(what.known()),
                        "found", String.valueOf(what.found()),
                        "loss", what.loss().name().toLowerCase(Locale.ROOT),
                        "historyBefore", what.fromLine(),
                        "history", what.line()));
    }
}
