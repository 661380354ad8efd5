package clda.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/**
 * The description of the REST API, served byte for byte as it is stored: Payara and WildFly, which would parse and rewrite it,
 * leave out what is empty and add members of their own.
 */
final class ApiDescription {

    private static final String KEPT = "/META-INF/openapi.json";

    private ApiDescription() {}

    static boolean isAskedFor(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getRequestURI().equals(request.getContextPath() + "/openapi");
    }

    /** Writes JSON, also to clients that ask for YAML, since JSON is valid YAML. */
    static void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accepted = request.getHeader("Accept");
        boolean yaml = accepted != null && accepted.contains("yaml") && !accepted.contains("json");
        response.setContentType(yaml ? "application/yaml;charset=UTF-8" : "application/json;charset=UTF-8");
        try (InputStream kept = ApiDescription.class.getResourceAsStream(KEPT)) {
            if (kept == null) {
                throw new IOException("the description of the API is not in the application");
            }
            kept.transferTo(response.getOutputStream());
        }
    }
}
