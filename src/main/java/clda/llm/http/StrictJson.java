package clda.llm.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads JSON from a provider strictly: one value and nothing after it, no repeated names. */
public final class StrictJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonFactory TOLERANT = new JsonFactory();

    private StrictJson() {}

    /** @throws IOException if it is no JSON object */
    public static JsonNode object(byte[] data, int from, int length) throws IOException {
        JsonNode tree = MAPPER.readTree(data, from, length);
        if (tree == null || !tree.isObject()) {
            throw new IOException("a piece of the answer is not an object");
        }
        return tree;
    }

    /**
     * The same with the objects of one name as texts, as they were written: what is wrong inside them is not wrong with the
     * answer.
     *
     * @throws IOException if it is no JSON object
     */
    public static JsonNode object(byte[] data, int from, int length, String written) throws IOException {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream(length + 16);
        int copied = 0;
        try (JsonParser tokens = TOLERANT.createParser(data, from, length)) {
            for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
                if (token != JsonToken.START_OBJECT || !written.equals(tokens.currentName())) {
                    continue;
                }
                int start = (int) tokens.currentTokenLocation().getByteOffset();
                tokens.skipChildren();
                int end = (int) tokens.currentLocation().getByteOffset();
                quoted.write(data, from + copied, start - copied);
                String object = new String(data, from + start, end - start, StandardCharsets.UTF_8);
                quoted.write(MAPPER.writeValueAsBytes(object));
                copied = end;
            }
        }
        if (copied == 0) {
            return object(data, from, length);
        }
        quoted.write(data, from + copied, length - copied);
        return object(quoted.toByteArray(), 0, quoted.size());
    }

    /** @throws IOException if there is no text of that name */
    public static String text(JsonNode in, String field) throws IOException {
        JsonNode text = in.path(field);
        if (!text.isTextual()) {
            throw new IOException("a piece of the answer has no " + field);
        }
        return text.textValue();
    }

    /** @throws IOException if there is no whole number of that name */
    public static long number(JsonNode in, String field) throws IOException {
        JsonNode number = in.path(field);
        if (!number.isIntegralNumber()) {
            throw new IOException("a piece of the answer has no " + field);
        }
        return number.asLong();
    }
}
