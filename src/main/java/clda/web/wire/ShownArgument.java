package clda.web.wire;

import clda.conversation.ToolCall;
import clda.dialogue.ShownText;
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
 */
public record ShownArgument(String name, String value, @Nullable String currency) {
    /** @param money the currencies of those that are amounts of money, by their names */
    public static List<ShownArgument> of(ToolCall call, Map<String, String> money) {
        return call.arguments().properties().stream()
                .map(argument -> of(argument.getKey(), argument.getValue(), money.getOrDefault(argument.getKey(), "")))
                .toList();
    }

    private static ShownArgument of(String name, JsonNode value, String currency) {
        return new ShownArgument(
                ShownText.of(name),
                ShownText.of(value.isValueNode() ? value.asText() : value.toPrettyString()),
                value.isNumber() && !currency.isEmpty() ? currency : null);
    }
}
