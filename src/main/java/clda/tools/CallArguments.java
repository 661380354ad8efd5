package clda.tools;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call as a model wrote them: accepted exactly as they are or not at all. Refused arguments are kept as
 * text, so that the error message to the model can refer to them.
 */
public final class CallArguments {

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** A number of JSON without an exponent. */
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,100})?");

    /**
     * Maximum digits of a number: no tool needs more, and a short text such as 1e999999999 must not become a gigabyte of
     * digits.
     */
    private static final int MAX_DIGITS = 200;

    private CallArguments() {}

    /** @return an object; the text itself if it is not exactly one JSON object whose members have different names */
    public static JsonNode read(String written) {
        if (written.isBlank()) {
            return STRICT.createObjectNode();
        }
        try {
            JsonNode read = STRICT.readTree(written);
            return read.isObject() ? read : TextNode.valueOf(written);
        } catch (JacksonException e) {
            return TextNode.valueOf(written);
        }
    }

    /** Why a text was not accepted as arguments, in English, for the model. */
    static String refusal(String written) {
        try {
            JsonNode read = STRICT.readTree(written);
            return "the arguments are not a JSON object but "
                    + read.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        } catch (JacksonException e) {
            return "the arguments are not one JSON object: " + e.getOriginalMessage();
        }
    }

    /**
     * Converts texts that are numbers into numbers where the tool expects a number. Nothing else is changed: {@code "1,000"}
     * stays as it is and is refused.
     */
    public static JsonNode fitted(ToolDefinition tool, JsonNode arguments) {
        return arguments.isObject() ? fitted(tool.parameters(), arguments) : arguments;
    }

    private static JsonNode fitted(JsonNode schema, JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                ObjectNode fitted = object.objectNode();
                object.properties()
                        .forEach(member -> fitted.set(
                                member.getKey(),
                                fitted(schema.path("properties").path(member.getKey()), member.getValue())));
                return fitted;
            }
            case ArrayNode array -> {
                ArrayNode fitted = array.arrayNode(array.size());
                array.forEach(item -> fitted.add(fitted(schema.path("items"), item)));
                return fitted;
            }
            case TextNode text -> {
                String type = schema.path("type").asText();
                boolean wantsNumber = type.equals("number") || type.equals("integer");
                return wantsNumber && NUMBER.matcher(text.textValue()).matches() ? number(text.textValue()) : text;
            }
            default -> {
                return value;
            }
        }
    }

    private static JsonNode number(String text) {
        BigDecimal number = new BigDecimal(text);
        return text.contains(".")
                ? DecimalNode.valueOf(number)
                : JsonNodeFactory.instance.numberNode(number.toBigIntegerExact());
    }

    /** The name of an argument whose number has too many digits for any tool; empty if there is none. */
    static Optional<String> unbounded(JsonNode arguments) {
        return arguments.properties().stream()
                .filter(argument -> holdsUnbounded(argument.getValue()))
                .map(argument -> argument.getKey())
                .findFirst();
    }

    private static boolean holdsUnbounded(@Nullable JsonNode value) {
        if (value == null) {
            return false;
        }
        if (value.isContainerNode()) {
            for (JsonNode part : value) {
                if (holdsUnbounded(part)) {
                    return true;
                }
            }
            return false;
        }
        if (!value.isNumber()) {
            return false;
        }
        if (value.isFloat() || value.isDouble()) {
            return !Double.isFinite(value.doubleValue());
        }
        BigDecimal number = value.decimalValue();
        return number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS;
    }
}
