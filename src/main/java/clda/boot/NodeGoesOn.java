package clda.boot;

import clda.store.jpa.JpaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Liveness check: this node is a member of the cluster, or will be again without help once the database is back; otherwise it
 * has to be restarted.
 */
@Liveness
@ApplicationScoped
public class NodeGoesOn implements HealthCheck {

    @Inject
    private JpaStore store;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("node").status(!store.isStuck()).build();
    }
}
