package clda.web;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts the requests in progress while this node may have to leave, ends connections that would be reused, and sends away new
 * requests once the doors are closed.
 */
public class LeavingFilter extends HttpFilter {

    private static final long serialVersionUID = 1;
    private static final String COME_BACK_AFTER_SECONDS = "2";

    @Inject
    private transient Leaving leaving;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean upgrades = request.getHeader("Upgrade") != null;
        if (leaving.isAnnounced() && !upgrades) {
            response.setHeader("Connection", "close");
        }
        if (!leaving.enter()) {
            response.setHeader("Retry-After", COME_BACK_AFTER_SECONDS);
            ProblemJson.write(
                    response,
                    503,
                    "This server is being stopped; nothing was done. Try again.",
                    request.getRequestURI());
            return;
        }
        AtomicBoolean inside = new AtomicBoolean(true);
        try {
            chain.doFilter(request, response);
        } finally {
            WhenAnswered.of(request, () -> {
                if (inside.compareAndSet(true, false)) {
                    leaving.left();
                }
            });
        }
    }
}
