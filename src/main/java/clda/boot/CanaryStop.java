package clda.boot;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.release.CanaryGuard;
import clda.release.Release;
import clda.release.ReleaseBook;
import clda.release.Releases;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Rolls a release back by itself, and records in the audit trail of each tenant why. */
final class CanaryStop implements CanaryGuard.RollBack {

    private static final Logger LOG = System.getLogger(CanaryStop.class.getName());

    private final JpaStore store;
    private final Releases releases;
    private final AuditTrail trail;

    CanaryStop(JpaStore store, Releases releases, AuditTrail trail) {
        this.store = store;
        this.releases = releases;
        this.trail = trail;
    }

    @Override
    public void of(long release, String reason) {
        try {
            Release ended = releases.giveUp(release, reason, given -> entries(given, reason));
            LOG.log(
                    Level.ERROR,
                    "release {0} is rolled back: {1}; its conversations go on in the stable arm",
                    String.valueOf(ended.number()),
                    reason);
        } catch (ReleaseBook.Changed e) {
            LOG.log(Level.DEBUG, "the release has ended already");
        }
    }

    private List<Write> entries(Release ended, String reason) {
        Instant at = Objects.requireNonNull(ended.endedAt());
        List<AuditEntry> entries = Tenants.of(store).stream()
                .map(tenant -> new AuditEntry(
                        at,
                        tenant,
                        Releases.ITSELF,
                        "release.rolled_back",
                        null,
                        null,
                        null,
                        Map.of("release", String.valueOf(ended.number()), "reason", reason)))
                .toList();
        return entries.isEmpty() ? List.of() : List.of(trail.record(entries));
    }
}
