package clda.web.rest;

import clda.store.StoreState;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Rejects requests while the store is away, before any work is done: if they waited, they would hold all threads. */
@Provider
@ApplicationScoped
@Priority(StoreFilter.BEFORE_ALL_OTHERS)
public class StoreFilter implements ContainerRequestFilter {

    static final int BEFORE_ALL_OTHERS = 1;

    @Inject
    private StoreState store;

    @Inject
    private MetricsDoor metrics;

    @Override
    public void filter(ContainerRequestContext request) {
        if (store.away() && !Api.path(request).equals("system") && !metrics.opensToAnyone(request)) {
            request.abortWith(Problems.problem(
                    503, "The store does not answer; nothing was done. Try again.", request.getUriInfo()));
        }
    }
}
