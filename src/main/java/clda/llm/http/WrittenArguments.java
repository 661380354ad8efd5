package clda.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a call, unwrapped from what servers put around them. Inside nothing is changed. */
public final class WrittenArguments {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FENCED = Pattern.compile("(?s)```[a-zA-Z]*\\s(.*)```");
    private static final int MAX_WRAPS = 3;

    private WrittenArguments() {}

    /** @return the object as it was written; the text itself if none is wrapped in it */
    public static String unwrapped(String written) {
        String inner = written;
        for (int i = 0; i < MAX_WRAPS; i++) {
            String text = inner.strip();
            if (text.startsWith("{")) {
                return inner;
            }
            if (text.isEmpty() || text.equals("null")) {
                return "";
            }
            Matcher fenced = FENCED.matcher(text);
            if (fenced.matches()) {
                inner = fenced.group(1);
            } else if (text.startsWith("\"")) {
                inner = quoted(text, written);
            } else {
                break;
            }
        }
        return inner.strip().startsWith("{") ? inner : written;
    }

    /** What a JSON string contains, where arguments were encoded twice; {@code otherwise} if it is no JSON string. */
    private static String quoted(String text, String otherwise) {
        try {
            JsonNode string = JSON.readTree(text);
            return string.isTextual() ? string.textValue() : otherwise;
        } catch (JsonProcessingException e) {
            return otherwise;
        }
    }
}
