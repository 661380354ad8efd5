package clda.skills;

import clda.nlu.Language;
import clda.nlu.training.Domain.Response;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The responses of a domain. In a text, {@code {size}} stands for a value, {@code {total:.2f}} for a number with two decimals. A
 * list is a Markdown list, each item in the words of the response that is named like the one around it and the place: {@code
 * utter_read_mail_mails}. {@code utter_value_status_shipped} is what a value is called.
 */
final class DomainResponses {

    private static final Pattern PLACE = Pattern.compile("\\{([\\w.]+)(?::\\.(\\d)f)?}");

    private final Map<String, List<Response>> all;

    DomainResponses(Map<String, List<Response>> all) {
        this.all = all;
    }

    /** The field of an object; with dots, the field of a field. */
    static JsonNode at(JsonNode object, String path) {
        return object.at("/" + path.replace('.', '/'));
    }

    /** A response without values. */
    Optional<String> text(String name, Language language) {
        return in(language, name).stream().findFirst().map(Response::text);
    }

    /**
     * The first variation all of whose places have a value; if there is none, the first, in which places without a value stay as
     * they are.
     *
     * @param values by the name of the place; missing or null where there is none
     */
    Optional<String> filled(String name, Language language, Function<String, JsonNode> values) {
        List<Response> variations = in(language, name);
        return variations.stream()
                .filter(one -> PLACE.matcher(one.text())
                        .results()
                        .allMatch(place -> value(name, place, language, values).isPresent()))
                .findFirst()
                .or(() -> variations.stream().findFirst())
                .map(one -> PLACE.matcher(one.text())
                        .replaceAll(place -> Matcher.quoteReplacement(
                                value(name, place, language, values).orElse(place.group()))));
    }

    private List<Response> in(Language language, String name) {
        List<Response> variations = all.getOrDefault(name, List.of());
        List<Response> own = variations.stream()
                .filter(one -> language.word().equals(one.language()))
                .toList();
        return own.isEmpty()
                ? variations.stream().filter(one -> one.language() == null).toList()
                : own;
    }

    private Optional<String> value(
            String response, MatchResult place, Language language, Function<String, JsonNode> values) {
        String name = place.group(1);
        JsonNode value = values.apply(name);
        if (value.isArray()) {
            return value.isEmpty() ? Optional.empty() : Optional.of(list(response + "_" + name, value, language));
        }
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        String written = written(value, place.group(2));
        return Optional.of(called(name, written, language));
    }

    /** What a value is called; the value itself if nothing is said of it. */
    String called(String name, String value, Language language) {
        return text("utter_value_" + name + "_" + value, language).orElse(value);
    }

    private static String written(JsonNode value, @Nullable String decimals) {
        return decimals == null || !value.isNumber()
                ? value.asText()
                : value.decimalValue()
                        .setScale(Integer.parseInt(decimals), RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private String list(String response, JsonNode items, Language language) {
        List<String> lines = new ArrayList<>();
        for (JsonNode item : items) {
            lines.add("- "
                    + filled(response, language, path -> at(item, path))
                            .orElseGet(() -> item.isValueNode() ? item.asText() : item.toString()));
        }
        return String.join("\n", lines);
    }
}
