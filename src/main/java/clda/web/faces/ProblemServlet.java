package clda.web.faces;

import clda.web.ProblemJson;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Answers for errors that no other door has answered, so that the server's own error pages are never seen: a page for people,
 * a problem for programs.
 */
@WebServlet("/problem")
public class ProblemServlet extends HttpServlet {

    @Inject
    private transient ProblemPage page;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = asked == null ? "/" : asked.toString();
        int status = code instanceof Integer number ? number : 404;
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        if (isForPeople(request)) {
            response.setContentType("text/html;charset=UTF-8");
            response.setHeader("Content-Security-Policy", ProblemPage.POLICY);
            response.getOutputStream()
                    .write(page.html(status, request.getContextPath()).getBytes(StandardCharsets.UTF_8));
        } else {
            String detail = status >= 500 ? "The request failed on the server." : "Not found.";
            ProblemJson.write(response, status, detail, path);
        }
    }

    /** A browser says that it wants a page; a program that takes anything is given a problem. */
    private static boolean isForPeople(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return accepted != null && accepted.contains("text/html");
    }
}
