package clda.web.rest;

import clda.conversation.EventCodec;
import clda.web.JsonObject;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes bodies that are JSON trees; nothing else is bound to the wire. */
@Provider
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
public class Json implements MessageBodyReader<JsonNode>, MessageBodyWriter<JsonNode> {

    private static final int MOST_BODY = 1 << 20;
    private static final int MOST_TAKEN = 16 << 20;

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public JsonNode readFrom(
            Class<JsonNode> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return parse(read(body, MOST_BODY));
    }

    /**
     * Reads a body up to one byte more than {@code most}, which it may have. What comes after is taken and thrown away: a client that is still
     * sending does not see the answer.
     */
    static byte[] read(InputStream body, int most) throws IOException {
        byte[] read = body.readNBytes(most + 1);
        for (int taken = read.length; taken > most && taken < MOST_TAKEN; ) {
            int more = body.readNBytes(MOST_BODY).length;
            if (more == 0) {
                break;
            }
            taken += more;
        }
        return read;
    }

    static JsonNode parse(byte[] body) {
        if (body.length > MOST_BODY) {
            throw new ApiProblem(413, "The body is larger than " + MOST_BODY + " bytes.");
        }
        try {
            return body.length == 0 ? EventCodec.JSON.createObjectNode() : JsonObject.parse(body);
        } catch (JsonObject.Invalid e) {
            throw new ApiProblem(400, "The body " + e.getMessage());
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return JsonNode.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            JsonNode tree,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        out.write(EventCodec.JSON.writeValueAsBytes(tree));
    }

    /** A member that has to be text. */
    static String text(JsonNode body, String name) {
        String value = optionalText(body, name);
        if (value == null) {
            throw new ApiProblem(400, "\"" + name + "\" is missing.");
        }
        return value;
    }

    /** A member that may be absent or null and else has to be text. */
    static @Nullable String optionalText(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new ApiProblem(400, "\"" + name + "\" is not a text.");
        }
        return value.textValue();
    }

    /** A member that may be absent and else has to be a list of texts. */
    static List<String> texts(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.textValue()));
        if (!value.isArray() || texts.contains(null)) {
            throw new ApiProblem(400, "\"" + name + "\" is not a list of texts.");
        }
        return texts;
    }

    /** A member that may be absent and else has to be true or false. */
    static boolean flag(JsonNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new ApiProblem(400, "\"" + name + "\" is not true or false.");
        }
        return value.booleanValue();
    }
}
