package clda.llm.http;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider's error as received: it may repeat what it was sent, so it must not be shown before {@link ProviderWords} has
 * cleaned it.
 *
 * @param status of the HTTP answer; 0 if the error came within a stream and names none
 * @param codes by which the provider names the error
 * @param words its sentence; empty if there is none
 * @param holds how many tokens it says that its window has; null if it does not say so in a field
 * @param asked how many tokens it says that the request has; null if it does not say so in a field
 */
public record Complaint(
        int status, List<String> codes, String words, @Nullable Integer holds, @Nullable Integer asked) {

    private static final int LONGEST_LINE = 200;

    public Complaint {
        codes = List.copyOf(codes);
    }

    /** @param body as far as it was read; JSON of whatever form, or a page */
    static Complaint of(int status, byte[] body) {
        try {
            JsonNode tree = Json.MAPPER.readTree(body);
            if (tree != null && tree.isContainerNode()) {
                return of(status, tree);
            }
        } catch (IOException e) {
            // Not JSON: perhaps from a proxy in front of the provider.
        }
        return new Complaint(status, List.of(), line(new String(body, StandardCharsets.UTF_8)), null, null);
    }

    /** The complaint for an error within a stream. */
    public static Complaint of(JsonNode error) {
        return of(0, error);
    }

    private static Complaint of(int status, JsonNode body) {
        JsonNode tree = body.isArray() ? body.path(0) : body;
        JsonNode error = tree.path("error").isObject() ? tree.path("error") : tree;
        List<String> codes = new ArrayList<>();
        for (String field : List.of("code", "type", "status")) {
            JsonNode code = error.path(field);
            if (code.isValueNode() && !code.isNull()) {
                codes.add(code.asText());
            }
        }
        JsonNode base = tree.path("base_resp");
        if (base.isObject()) {
            codes.add(base.path("status_code").asText());
        }
        return new Complaint(
                status == 0 ? statusIn(error) : status,
                codes,
                words(error, base),
                number(error.path("n_ctx")),
                number(error.path("n_prompt_tokens")));
    }

    /** The code of an error within a stream may be the status that it would have been. */
    private static int statusIn(JsonNode error) {
        int code = error.path("code").asInt(error.path("status_code").asInt());
        return code >= 400 && code < 600 ? code : 0;
    }

    private static String words(JsonNode error, JsonNode base) {
        StringBuilder words = new StringBuilder();
        for (JsonNode said : List.of(
                error.path("message"),
                error.path("error"),
                error.path("detail"),
                error.path("detail").path(0).path("msg"),
                // Where it is: the name of a field that is not known.
                error.path("detail").path(0).path("loc").path(1),
                error.path("param"),
                error.path("msg"),
                base.path("status_msg"))) {
            if (said.isTextual()) {
                words.append(words.isEmpty() ? "" : " ").append(said.textValue());
            }
        }
        // The error of the provider behind a gateway says more than the gateway's own.
        JsonNode raw = error.path("metadata").path("raw");
        if (raw.isTextual()) {
            words.append(' ')
                    .append(of(0, raw.textValue().getBytes(StandardCharsets.UTF_8))
                            .words());
        }
        return words.toString().strip();
    }

    private static @Nullable Integer number(JsonNode number) {
        return number.canConvertToInt() && number.isIntegralNumber() ? number.intValue() : null;
    }

    /** The title, if the body is an HTML page. */
    private static String line(String body) {
        String lower = body.toLowerCase(Locale.ROOT);
        int title = lower.indexOf("<title>");
        if (title >= 0) {
            int end = lower.indexOf("</title>", title);
            return end < 0
                    ? ""
                    : body.substring(title + "<title>".length(), end).strip();
        }
        if (lower.contains("<html") || lower.contains("<!doctype")) {
            return "";
        }
        String line = body.strip().lines().findFirst().orElse("");
        return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
    }
}
