package clda.guests;

import clda.json.Json;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/** Reads the examples that a guest has for the description of the API. */
final class ApiExamples {

    private ApiExamples() {}

    /**
     * @param file a JSON object beside the class: each member is an example, named by its place
     * @throws UncheckedIOException if it is something else
     */
    static Map<String, JsonNode> resource(Class<?> beside, String file) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file))) {
            return Json.MAPPER.readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + " beside " + beside.getName() + " cannot be read", e);
        }
    }
}
