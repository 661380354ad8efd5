package clda.boot;

import clda.audit.AuditTrail;
import clda.release.Arms;
import clda.release.CanaryGuard;
import clda.release.ReleaseBook;
import clda.release.Releases;
import clda.release.jpa.JpaReleaseBook;
import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gray releases as CDI beans. */
@ApplicationScoped
class ReleaseBeans {

    @Produces
    @Singleton
    ReleaseBook book(JpaStore store) {
        return new JpaReleaseBook(store);
    }

    @Produces
    @Singleton
    Arms arms(ReleaseBook book, Settings settings, JpaStore store) {
        return new Arms(book, settings.arm(), store::epoch);
    }

    @Produces
    @Singleton
    Releases releases(ReleaseBook book, Arms arms, Clock clock) {
        return new Releases(book, arms, clock);
    }

    @Produces
    @Singleton
    CanaryGuard guard(Arms arms, Clock clock, JpaStore store, Releases releases, AuditTrail trail) {
        return new CanaryGuard(arms, clock, new CanaryStop(store, releases, trail));
    }
}
