package clda.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Leaves redirects as they were written: servers put a scheme and a host before them, which are not the browser's behind a proxy. */
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
