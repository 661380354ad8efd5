package clda.web;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;

/** The JSON that clients send, at every door alike: one object in UTF-8, no repeated member, no unreasonable number. */
public final class JsonObject {

    /** Maximum digits of a number before or after the point, its exponent included. */
    private static final int MAX_DIGITS = 300;

    private static final ObjectReader STRICT = Json.MAPPER
            .readerFor(JsonNode.class)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What is wrong, to follow "the body" or "the message"; nothing of the content is repeated. */
    public static final class Invalid extends Exception {
        private Invalid(String what) {
            super(what);
        }
    }

    private JsonObject() {}

    /** @throws Invalid if it is none */
    public static ObjectNode parse(byte[] text) throws Invalid {
        JsonNode tree;
        try {
            tree = STRICT.readValue(text);
        } catch (JsonProcessingException e) {
            throw new Invalid("is not JSON in UTF-8: " + where(e));
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            throw new Invalid("is not JSON in UTF-8.");
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new Invalid("is not a JSON object.");
        }
        checkNumbers(object);
        return object;
    }

    private static void checkNumbers(JsonNode node) throws Invalid {
        boolean finite = !node.isDouble() && !node.isFloat() || Double.isFinite(node.doubleValue());
        if (!finite || node.isBigDecimal() && !isReasonable(node.decimalValue())) {
            throw new Invalid("has a number that is too large or too small.");
        }
        for (JsonNode child : node) {
            checkNumbers(child);
        }
    }

    private static boolean isReasonable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it cannot be read."
                : "see line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ".";
    }
}
