package clda.web.rest;

import clda.web.Access;
import clda.web.AccessRules;
import clda.web.CurrentArrival;
import clda.web.Identification;
import clda.web.Identification.Identified;
import clda.web.Origins;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects requests that are not signed in, except at the open addresses. A cookie counts only for pages of allowed origins, so
 * that another site cannot act for a person who is signed in here.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class CallerFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final Set<String> OPEN = Set.of("login", "system");

    @Inject
    private Identification identification;

    @Inject
    private Origins origins;

    @Inject
    private CurrentCaller current;

    @Inject
    private AccessRules rules;

    @Inject
    private CurrentArrival arrival;

    @Inject
    private MetricsDoor metrics;

    @Override
    public void filter(ContainerRequestContext request) {
        if (metrics.opensToAnyone(request)) {
            return;
        }
        if (isOpen(request)) {
            checkSystem(request);
            return;
        }
        Optional<Identified> caller = caller(request);
        if (caller.isEmpty()) {
            request.abortWith(Problems.problem(
                    401, "A valid bearer token is needed; get one from /api/v1/login.", request.getUriInfo()));
            return;
        }
        if (metrics.isAskedFor(request) && !metrics.opensTo(caller.get().caller())) {
            throw new ApiProblem(403, "Only administrators, or whoever clda.web.metrics names, may read the metrics.");
        }
        current.set(caller.get());
    }

    /** Whether it is a place where nobody has to sign in. */
    static boolean isOpen(ContainerRequestContext request) {
        return OPEN.contains(Api.path(request));
    }

    /** Where it is told what runs, to those who may know. */
    private void checkSystem(ContainerRequestContext request) {
        Access rule = rules.system();
        Optional<Identified> caller = rule.asksWho() ? caller(request) : Optional.empty();
        if (Api.path(request).equals("system")
                && !rule.allows(caller.map(Identified::caller), arrival.get().client())) {
            throw new ApiProblem(404, "Not found.");
        }
    }

    private Optional<Identified> caller(ContainerRequestContext request) {
        String authorization = request.getHeaderString("Authorization");
        return authorization == null ? byCookie(request) : identification.byHeader(authorization);
    }

    private Optional<Identified> byCookie(ContainerRequestContext request) {
        Cookie cookie = request.getCookies().get(Identification.COOKIE);
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        String origin = request.getHeaderString("Origin");
        boolean trusted = (reads || origin != null) && origins.allows(origin);
        return cookie == null || !trusted ? Optional.empty() : identification.byCookie(cookie.getValue());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("Cache-Control", "no-store");
        if (response.getStatus() == 401) {
            response.getHeaders().putSingle("WWW-Authenticate", "Bearer");
        }
    }
}
