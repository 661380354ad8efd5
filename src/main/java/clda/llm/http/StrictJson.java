package clda.llm.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what a provider sends: one value and nothing after it, each name once. */
public final class StrictJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @throws IOException if it is no JSON object */
    public static JsonNode object(byte[] data, int from, int length) throws IOException {
        JsonNode tree = MAPPER.readTree(data, from, length);
        if (tree == null || !tree.isObject()) {
            throw new IOException("a piece of the answer is no object");
        }
        return tree;
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
