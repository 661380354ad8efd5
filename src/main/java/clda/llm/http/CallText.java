package clda.llm.http;

import clda.json.Json;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call as models write it into their text: an object with name and arguments, or several (Hermes, Qwen, Mistral); a name and
 * an object (Mistral); elements for function and parameters (Qwen3-Coder, MiniMax) or for keys and values (GLM).
 */
final class CallText {

    private static final Pattern ELEMENT = Pattern.compile(
            "(?s)\\s*<(?:function=|invoke\\s+name=\")([^\">]+)\"?>(.*?)(?:</(?:function|invoke)>\\s*|$)");
    private static final String PARAMETER_END = "</parameter>";
    private static final Pattern PARAMETER =
            Pattern.compile("(?s)<parameter(?:=|\\s+name=\")([^\">]+)\"?>\\n?(.*?)\\n?" + PARAMETER_END);
    private static final Pattern KEYED = Pattern.compile("(?s)\\s*+([\\w.-]++)\\s*+((?:<arg_key>.*</arg_value>)?)\\s*");
    private static final Pattern PAIR =
            Pattern.compile("(?s)<arg_key>([^<]*+)</arg_key>\\s*+<arg_value>(.*?)</arg_value>");
    private static final Pattern NAMED = Pattern.compile("(?s)\\s*+([\\w.-]++)\\s*+(?:\\[ARGS]\\s*+)?(\\{.*})\\s*");

    private CallText() {}

    /** @throws ModelFailure if the text contains no call */
    static void read(String written, Draft draft) {
        JsonNode json = json(written);
        if (json != null && json.isArray() && !json.isEmpty()) {
            json.forEach(call -> object(call, draft));
        } else if (json != null) {
            object(json, draft);
        } else if (!elements(written, draft)) {
            named(written, draft);
        }
    }

    private static void object(JsonNode call, Draft draft) {
        JsonNode arguments = call.has("arguments") ? call.path("arguments") : call.path("parameters");
        if (!call.path("name").isTextual()) {
            throw unreadable();
        }
        call(
                draft,
                call.path("name").textValue(),
                arguments.isTextual() ? arguments.textValue() : arguments.isMissingNode() ? "" : arguments.toString());
    }

    private static boolean elements(String written, Draft draft) {
        Matcher element = ELEMENT.matcher(written);
        boolean found = false;
        while (element.lookingAt()) {
            found = true;
            ObjectNode arguments = Json.MAPPER.createObjectNode();
            pairs(PARAMETER.matcher(upTo(PARAMETER_END, element.group(2))), arguments);
            call(draft, element.group(1).strip(), arguments.toString());
            element.region(element.end(), written.length());
        }
        return found;
    }

    /** Up to the last end: what begins after it would be searched for an end in vain, once for each beginning. */
    private static String upTo(String end, String text) {
        int at = text.lastIndexOf(end);
        return at < 0 ? "" : text.substring(0, at + end.length());
    }

    private static void named(String written, Draft draft) {
        Matcher named = NAMED.matcher(written);
        Matcher keyed = KEYED.matcher(written);
        if (named.matches()) {
            call(draft, named.group(1), named.group(2));
        } else if (keyed.matches()) {
            ObjectNode arguments = Json.MAPPER.createObjectNode();
            pairs(PAIR.matcher(keyed.group(2)), arguments);
            call(draft, keyed.group(1), arguments.toString());
        } else {
            throw unreadable();
        }
    }

    /** Strings are written without quotes, all other values as JSON. */
    private static void pairs(Matcher pair, ObjectNode arguments) {
        while (pair.find()) {
            JsonNode value = json(pair.group(2));
            if (value == null || value.isNumber()) {
                arguments.put(pair.group(1).strip(), pair.group(2));
            } else {
                arguments.set(pair.group(1).strip(), value);
            }
        }
    }

    private static @Nullable JsonNode json(String written) {
        try {
            JsonNode read = Json.MAPPER.readTree(written);
            return read == null || read.isMissingNode() ? null : read;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void call(Draft draft, String name, String arguments) {
        Draft.Call call = draft.nextCall();
        call.name(name);
        call.arguments(arguments);
    }

    private static ModelFailure unreadable() {
        return new ModelFailure(Reason.BROKEN, "a call in the text of the answer cannot be read");
    }
}
