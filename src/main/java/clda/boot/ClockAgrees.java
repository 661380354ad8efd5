package clda.boot;

import clda.store.StoreClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: this machine's clock is within ten seconds of the database's. */
@Readiness
@ApplicationScoped
public class ClockAgrees implements HealthCheck {

    @Inject
    private StoreClock clock;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("clock")
                .status(!clock.isTooFarOff())
                .withData("skewMillis", clock.skew().toMillis())
                .build();
    }
}
