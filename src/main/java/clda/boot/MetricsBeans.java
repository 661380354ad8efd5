package clda.boot;

import clda.metrics.RequestMeters;
import clda.metrics.Scrape;
import clda.metrics.ScrapeToken;
import clda.release.Arms;
import clda.release.CanaryGuard;
import clda.security.limits.AtOnce;
import clda.security.limits.RateLimits;
import clda.store.jpa.JpaStore;
import clda.web.SystemStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;

/** The metrics as beans. */
@ApplicationScoped
class MetricsBeans {

    private static final String TOKEN_FILE = "clda.metrics.token-file";

    @Produces
    @Singleton
    Scrape scrape() {
        return new Scrape();
    }

    static void close(@Disposes Scrape scrape) {
        scrape.close();
    }

    @Produces
    @Singleton
    RequestMeters requests(Scrape scrape, AtOnce atOnce) {
        return new RequestMeters(scrape.registry(), atOnce);
    }

    @Produces
    @Singleton
    ScrapeToken token(Config config) {
        return Settings.text(config, TOKEN_FILE)
                .map(file -> ScrapeToken.in(Path.of(file), TOKEN_FILE))
                .orElse(ScrapeToken.NONE);
    }

    /** @param token injected so that an unreadable token stops the start instead of failing the first scrape */
    @Produces
    @Singleton
    Measuring measuring(
            Scrape scrape,
            ScrapeToken token,
            Engine engine,
            JpaStore store,
            ModelAccess models,
            Settings settings,
            RateLimits rates,
            AtOnce atOnce,
            RequestMeters requests,
            Arms arms,
            CanaryGuard guard,
            SystemStatus status,
            Clock clock) {
        return new Measuring(
                scrape,
                engine,
                store,
                models.router(),
                settings.models().names(),
                rates,
                atOnce,
                requests,
                arms,
                guard,
                status.version(),
                clock);
    }

    static void close(@Disposes Measuring measuring) {
        measuring.close();
    }
}
