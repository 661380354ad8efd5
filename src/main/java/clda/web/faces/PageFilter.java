package clda.web.faces;

import clda.web.Identification;
import clda.web.Identification.Identified;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Sends those who have not signed in to the sign-in page, and gives every page its protecting headers. */
@WebFilter("*.xhtml")
public class PageFilter extends HttpFilter {

    private static final Set<String> OPEN = Set.of("/login.xhtml");

    @Inject
    private transient Identification identification;

    @Inject
    private transient SignedIn signedIn;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath();
        boolean resource = path.startsWith("/jakarta.faces.resource");
        if (!resource) {
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("X-Frame-Options", "DENY");
            response.setHeader("Referrer-Policy", "same-origin");
            Optional<Identified> caller =
                    Cookies.named(Identification.COOKIE, request).flatMap(identification::byCookie);
            caller.ifPresent(signedIn::set);
            if (caller.isEmpty() && !OPEN.contains(path)) {
                response.sendRedirect(request.getContextPath() + "/login.xhtml");
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
