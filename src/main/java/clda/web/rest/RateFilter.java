package clda.web.rest;

import clda.security.limits.Door;
import clda.security.limits.RateLimits;
import clda.web.TooMuch;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Rejects requests beyond the rate of a user or a tenant; the rate of an address is counted before. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION)
public class RateFilter implements ContainerRequestFilter {

    @Inject
    private RateLimits rates;

    @Inject
    private CurrentCaller current;

    @Inject
    private MetricsDoor metrics;

    @Override
    public void filter(ContainerRequestContext request) {
        if (CallerFilter.isOpen(request) || metrics.opensToAnyone(request)) {
            return;
        }
        boolean api = request.getUriInfo().getBaseUri().getPath().contains("/api/");
        rates.take(api ? Door.REST : Door.RASA, current.get()).ifPresent(wait -> {
            throw TooMuch.requests(wait);
        });
    }
}
