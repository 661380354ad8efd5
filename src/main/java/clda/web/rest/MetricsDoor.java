package clda.web.rest;

import clda.metrics.ScrapeToken;
import clda.security.Caller;
import clda.web.AccessRules;
import clda.web.CurrentArrival;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;

/** Decides who may read the metrics: the scraper with its token, and whoever the rule names. */
@ApplicationScoped
public class MetricsDoor {

    private static final String PATH = "metrics";

    @Inject
    private ScrapeToken token;

    @Inject
    private AccessRules rules;

    @Inject
    private CurrentArrival arrival;

    boolean isAskedFor(ContainerRequestContext request) {
        return Api.path(request).equals(PATH);
    }

    /** Whether the request may be answered, whoever sends it: also while nobody can be asked who that is. */
    boolean opensToAnyone(ContainerRequestContext request) {
        return isAskedFor(request)
                && (token.isIn(request.getHeaderString("Authorization")) || allows(Optional.empty()));
    }

    boolean opensTo(Caller caller) {
        return allows(Optional.of(caller));
    }

    private boolean allows(Optional<Caller> caller) {
        return rules.metrics().allows(caller, arrival.get().client());
    }
}
