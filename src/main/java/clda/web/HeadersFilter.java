package clda.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds the security headers to every response: pages, files, the APIs, errors and refusals. An endpoint may replace one,
 * as the pages do with the content policy; none is there twice.
 */
public class HeadersFilter extends HttpFilter {

    private static final String POLICY = "Content-Security-Policy";
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** What runs beside a page, under a policy of its own, loads our own scripts and speaks to nobody but the page. */
    private static final String WORKERS = "/assets/workers/";

    private static final Map<String, String> HEADERS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        HEADERS.put("X-Content-Type-Options", "nosniff");
        HEADERS.put("X-Frame-Options", "DENY");
        HEADERS.put("Referrer-Policy", "same-origin");
        HEADERS.put("Cross-Origin-Opener-Policy", "same-origin");
        HEADERS.put("Cross-Origin-Resource-Policy", "same-origin");
        HEADERS.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        HEADERS.put(POLICY, NOTHING);
    }

    /**
     * The content policy for responses that set none of their own.
     *
     * @param path below the application's
     */
    public static String policy(String path) {
        return path.startsWith(WORKERS) ? NOTHING + "; script-src 'self'" : NOTHING;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HEADERS.forEach(response::setHeader);
        response.setHeader(POLICY, policy(request.getServletPath()));
        chain.doFilter(request, request.getHeader("Upgrade") == null ? new Once(response) : response);
    }

    /** Replaces one of our headers when another value is added. */
    private static final class Once extends HttpServletResponseWrapper {
        Once(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void addHeader(String name, String value) {
            if (HEADERS.containsKey(name)) {
                setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }

        @Override
        public void reset() {
            super.reset();
            HEADERS.forEach(this::setHeader);
        }
    }
}
