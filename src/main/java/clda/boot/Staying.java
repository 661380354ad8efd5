package clda.boot;

import clda.web.Leaving;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: this node has not been asked to stop. */
@Readiness
@ApplicationScoped
public class Staying implements HealthCheck {

    @Inject
    private Leaving leaving;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("staying")
                .status(!leaving.isAnnounced())
                .build();
    }
}
