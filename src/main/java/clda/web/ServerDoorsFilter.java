package clda.web;

import clda.security.Caller;
import clda.web.Identification.Identified;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Limits the application server's own endpoints below the application to authorised callers; others get a 404. */
public class ServerDoorsFilter extends HttpFilter {

    @Inject
    private transient AccessRules rules;

    @Inject
    private transient Identification identification;

    @Inject
    private transient ApiDescription description;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Access rule = request.getRequestURI().contains("openapi") ? rules.openApi() : rules.metrics();
        Optional<Caller> caller =
                rule.asksWho() ? identification.by(request).map(Identified::caller) : Optional.empty();
        if (!rule.allows(caller, request.getRemoteAddr())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (ApiDescription.isAskedFor(request)) {
            description.write(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
