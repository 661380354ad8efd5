package clda.web;

import clda.guests.Guests;
import clda.json.Json;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The description of the REST API, served as it is stored, with the guests' examples: Payara and WildFly, which would parse and
 * rewrite it, leave out what is empty and add members of their own.
 */
@Dependent
final class ApiDescription {

    private static final String KEPT = "/META-INF/openapi.json";

    private final byte[] served;

    /**
     * @throws IOException if the description cannot be read
     * @throws IllegalStateException if a guest has an example for a place that the description does not have
     */
    @Inject
    ApiDescription(Guests guests) throws IOException {
        try (InputStream kept = ApiDescription.class.getResourceAsStream(KEPT)) {
            if (kept == null) {
                throw new IOException("the description of the API is not in the application");
            }
            this.served = with(guests.apiExamples(), kept.readAllBytes());
        }
    }

    private static byte[] with(Map<String, JsonNode> examples, byte[] kept) throws IOException {
        if (examples.isEmpty()) {
            return kept;
        }
        JsonNode description = Json.MAPPER.readTree(kept);
        examples.forEach((place, example) -> {
            JsonPointer pointer = JsonPointer.compile(place);
            if (!(description.at(pointer.head()) instanceof ObjectNode above)) {
                throw new IllegalStateException(
                        "refusing to start: a guest has an example for " + place + ", which /openapi does not have");
            }
            above.set(pointer.last().getMatchingProperty(), example);
        });
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
    }

    /** What is answered. */
    byte[] served() {
        return served.clone();
    }

    static boolean isAskedFor(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getRequestURI().equals(request.getContextPath() + "/openapi");
    }

    /** Writes JSON, also to clients that ask for YAML, since JSON is valid YAML. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accepted = request.getHeader("Accept");
        boolean yaml = accepted != null && accepted.contains("yaml") && !accepted.contains("json");
        response.setContentType(yaml ? "application/yaml;charset=UTF-8" : "application/json;charset=UTF-8");
        response.getOutputStream().write(served);
    }
}
