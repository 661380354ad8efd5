package clda.web;

import clda.metrics.RequestMeters;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Measures every request from here until it is answered, refusals by the filters behind it included. Event streams are not
 * measured, since they last as long as the client stays connected.
 */
public class MeteredFilter extends HttpFilter {

    /** The attribute of a request that holds the template of the operation's path. */
    public static final String ROUTE = "clda.route";

    private static final long serialVersionUID = 1;

    @Inject
    private transient RequestMeters meters;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long began = System.nanoTime();
        AtomicBoolean told = new AtomicBoolean();
        boolean whole = false;
        try {
            chain.doFilter(request, response);
            whole = true;
        } finally {
            boolean broke = !whole;
            WhenAnswered.of(request, () -> {
                if (told.compareAndSet(false, true)) {
                    tell(request, response, broke, Duration.ofNanos(System.nanoTime() - began));
                }
            });
        }
    }

    private void tell(HttpServletRequest request, HttpServletResponse response, boolean broke, Duration took) {
        int status =
                broke && !response.isCommitted() ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : response.getStatus();
        String type = response.getContentType();
        if (status != HttpServletResponse.SC_SWITCHING_PROTOCOLS
                && (type == null || !type.startsWith("text/event-stream"))) {
            meters.answered(request.getMethod(), route(request), status, took);
        }
    }

    /** The template of the path of the request's operation, or what kind of request it is. */
    static String route(HttpServletRequest request) {
        Object template = request.getAttribute(ROUTE);
        return template == null
                ? kind(request.getRequestURI()
                        .substring(request.getContextPath().length()))
                : template.toString();
    }

    /** A short label for requests that are not API operations. */
    static String kind(String path) {
        if (path.startsWith("/assets/") || path.startsWith("/webjars/") || path.contains("/jakarta.faces.resource/")) {
            return "files";
        }
        if (path.isEmpty() || path.equals("/") || path.endsWith(".xhtml")) {
            return "pages";
        }
        return path.startsWith("/ws/") ? "sockets" : "other";
    }
}
