package clda.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Leaves redirects as they were written: servers prefix a scheme and a host, which behind a proxy are not those that the
 * browser uses.
 */
final class LocalRedirects extends HttpServletResponseWrapper {

    LocalRedirects(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        resetBuffer();
        setStatus(SC_FOUND);
        setHeader("Location", location);
        setContentLength(0);
        flushBuffer();
    }
}
