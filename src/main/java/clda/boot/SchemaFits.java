package clda.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: this version can work with the tables. */
@Readiness
@ApplicationScoped
public class SchemaFits implements HealthCheck {

    @Inject
    private SchemaWatch watch;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("schema").status(watch.fits()).build();
    }
}
