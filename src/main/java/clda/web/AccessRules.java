package clda.web;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.Config;

/** Who may see information about the server as a whole. */
@ApplicationScoped
public class AccessRules {

    @Inject
    private Config config;

    private Access openApi = Access.parse("nobody");
    private Access metrics = Access.parse("nobody");
    private Access system = Access.parse("nobody");

    @PostConstruct
    void read() {
        openApi = rule("clda.web.openapi", "everybody");
        metrics = rule("clda.web.metrics", "admin");
        system = rule("clda.web.system", "everybody");
    }

    /** So that a rule that cannot be read stops the start, not the first request. */
    void readAtStart(@Observes @Initialized(ApplicationScoped.class) Object event) {
        // Read when this was made.
    }

    private Access rule(String property, String otherwise) {
        try {
            return Access.parse(config.getOptionalValue(property, String.class).orElse(otherwise));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + ": " + e.getMessage(), e);
        }
    }

    /** The description of the REST API. */
    public Access openApi() {
        return openApi;
    }

    /** The metrics of the application server. */
    public Access metrics() {
        return metrics;
    }

    /** What runs. */
    public Access system() {
        return system;
    }
}
