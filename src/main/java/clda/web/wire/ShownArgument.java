package clda.web.wire;

import clda.conversation.ToolCall;
import clda.dialogue.ShownText;
import clda.tools.Traits;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument as it is displayed for approval.
 *
 * @param name of the argument
 * @param value complete, with control characters made visible
 * @param currency if it is an amount of money
 * @param words the value in words, by language, if it is a recurrence rule
 */
public record ShownArgument(String name, String value, @Nullable String currency, @Nullable Map<String, String> words) {
    /** @param traits of the tool, which say what its arguments are */
    public static List<ShownArgument> of(ToolCall call, Traits traits) {
        return call.arguments().properties().stream()
                .map(argument -> of(argument.getKey(), argument.getValue(), traits))
                .toList();
    }

    private static ShownArgument of(String name, JsonNode value, Traits traits) {
        String currency = traits.money().getOrDefault(name, "");
        return new ShownArgument(
                ShownText.of(name),
                ShownText.of(value.isValueNode() ? value.asText() : value.toPrettyString()),
                value.isNumber() && !currency.isEmpty() ? currency : null,
                value.isTextual() && traits.recurrences().contains(name) ? RulesInWords.of(value.textValue()) : null);
    }
}
