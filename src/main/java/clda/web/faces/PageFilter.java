package clda.web.faces;

import clda.guests.Guests;
import clda.security.Role;
import clda.web.Identification;
import clda.web.Identification.Identified;
import clda.web.Origins;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends users who have not signed in to the sign-in page, and accepts forms only from our own pages. */
@WebFilter("*.xhtml")
public class PageFilter extends HttpFilter {

    private static final Pattern FORM =
            Pattern.compile("application/x-www-form-urlencoded(?:$|[;\\s])", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OPEN = Set.of("/login.xhtml");
    /** Pages that are of use with a role only. */
    private static final Map<String, Role> NEEDED = Map.of("/workbench.xhtml", Role.ADMIN);

    @Inject
    private transient Identification identification;

    @Inject
    private transient SignedIn signedIn;

    @Inject
    private transient FormToken formToken;

    @Inject
    private transient ProblemPage problem;

    @Inject
    private transient Origins origins;

    @Inject
    private transient Guests guests;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath();
        boolean resource = path.startsWith("/jakarta.faces.resource");
        if (!resource) {
            response.setHeader("Cache-Control", "no-store");
            if (request.getMethod().equals("POST") && !isOurForm(request)) {
                answer(response, problem.html(HttpServletResponse.SC_FORBIDDEN, request.getContextPath()));
                return;
            }
            formToken.prepare(request, response);
            Optional<Identified> caller =
                    Cookies.named(Identification.COOKIE, request).flatMap(identification::byCookie);
            caller.ifPresent(signedIn::set);
            if (caller.isEmpty() && !OPEN.contains(path)) {
                response.sendRedirect(ReturnAddress.signInFrom(request));
                return;
            }
            Role needed = NEEDED.get(path);
            if (needed != null && caller.isPresent() && !caller.get().caller().is(needed)) {
                answer(response, problem.needing(needed, request.getContextPath()));
                return;
            }
            if (guests.isAway(path.substring(1))) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
        }
        chain.doFilter(resource ? request : new WholePage(request), response);
    }

    private boolean isOurForm(HttpServletRequest request) {
        return origins.allows(request.getHeader("Origin"))
                && isPlain(request.getContentType())
                && FormToken.isIn(request);
    }

    /** Our pages send no multipart forms, and servers fail on malformed ones. */
    private static boolean isPlain(@Nullable String type) {
        return type != null && FORM.matcher(type).lookingAt();
    }

    private static void answer(HttpServletResponse response, String page) throws IOException {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Content-Security-Policy", ProblemPage.POLICY);
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }
}
