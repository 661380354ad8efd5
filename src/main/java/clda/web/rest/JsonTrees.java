package clda.web.rest;

import clda.json.Json;
import clda.web.JsonObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Reads and writes bodies that are JSON trees, for content in a form that is not ours; see {@link Bodies} for our own. */
@Provider
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
public class JsonTrees implements MessageBodyReader<JsonNode>, MessageBodyWriter<JsonNode> {

    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_TAKEN = 16 << 20;

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
        return tree(body);
    }

    /**
     * Reads a body of at most {@code max} bytes, and one byte more if it is longer. The rest is read and discarded: a client that is still
     * sending does not see the answer.
     */
    static byte[] read(InputStream body, int max) throws IOException {
        byte[] read = body.readNBytes(max + 1);
        for (int taken = read.length; taken > max && taken < MAX_TAKEN; ) {
            int more = body.readNBytes(MAX_BODY).length;
            if (more == 0) {
                break;
            }
            taken += more;
        }
        return read;
    }

    /** The whole body as a JSON object; an empty one is {@code {}}. */
    static ObjectNode tree(InputStream body) throws IOException {
        return parse(read(body, MAX_BODY));
    }

    private static ObjectNode parse(byte[] body) {
        if (body.length > MAX_BODY) {
            throw new ApiProblem(413, "The body is larger than " + MAX_BODY + " bytes.");
        }
        try {
            return body.length == 0 ? Json.MAPPER.createObjectNode() : JsonObject.parse(body);
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
        out.write(Json.MAPPER.writeValueAsBytes(tree));
    }
}
