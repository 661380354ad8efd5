package clda.boot;

import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: the database answers. */
@Readiness
@ApplicationScoped
public class StoreAnswers implements HealthCheck {

    @Inject
    private JpaStore store;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store")
                .status(!store.away() && store.answers())
                .build();
    }
}
