package clda.llm.openai;

import clda.json.Json;
import clda.llm.http.Complaint;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a request that a server has refused since startup and that are not sent to it again. Only dispensable fields
 * are left out, and only if the server says that it does not know them.
 */
final class RefusedFields {

    private static final Logger LOG = System.getLogger(RefusedFields.class.getName());

    private static final Set<String> NEEDED = Set.of("model", "messages", "stream", "tools", "response_format");

    /** Either field can replace the other. */
    private static final String MAX_TOKENS = "max_tokens";

    private static final String MAX_COMPLETION_TOKENS = "max_completion_tokens";

    private static final Pattern UNKNOWN = Pattern.compile(
            "unsupported|not supported|unknown|unrecogni[sz]ed|not permitted"
                    + "|not allowed|extra (?:inputs|fields)|extra_forbidden|cannot find field|unexpected|use '\\w+' instead|不支持");

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    Set<String> names() {
        return names;
    }

    /**
     * @param body what was sent
     * @return what to send instead; null if that would not help
     */
    byte @Nullable [] learn(Complaint complaint, byte[] body, String model) {
        String words = complaint.words().toLowerCase(Locale.ROOT);
        if (complaint.status() != 400 && complaint.status() != 422
                || !UNKNOWN.matcher(words).find()) {
            return null;
        }
        ObjectNode request = read(body);
        String field = request.properties().stream()
                .map(member -> member.getKey())
                .filter(name -> !NEEDED.contains(name))
                .filter(name ->
                        Pattern.compile("\\b" + name + "\\b").matcher(words).find())
                .findFirst()
                .orElse(null);
        if (field == null) {
            return null;
        }
        if (names.add(field)) {
            LOG.log(Level.WARNING, "model {0} does not take {1}; it is asked without from now on", model, field);
        }
        var value = request.remove(field);
        if (field.equals(MAX_TOKENS)) {
            request.set(MAX_COMPLETION_TOKENS, value);
        } else if (field.equals(MAX_COMPLETION_TOKENS)) {
            request.set(MAX_TOKENS, value);
        }
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode read(byte[] body) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
