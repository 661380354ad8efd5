package clda.web.wire;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * A record that is sent or received as one JSON object: the components are the members of the object, in their order. A
 * component that is {@code @Nullable} may be missing, all others are always there; the description of the API says so too.
 */
public interface Body {

    /** This as JSON. */
    default String json() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is sent cannot be written", e);
        }
    }
}
