package clda.recording;

import clda.tools.ApprovalRule;
import clda.tools.ApprovalRule.By;
import clda.tools.ApprovalRule.Condition;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the approval rule of a recorded tool, also as it was recorded when a rule was one condition. */
final class RecordedRule extends StdConverter<JsonNode, ApprovalRule> {

    @Override
    public ApprovalRule convert(JsonNode json) {
        if (json.has("conditions")) {
            return new ApprovalRule(conditions(json.path("conditions")));
        }
        return new ApprovalRule(condition(json).stream().toList());
    }

    private static List<Condition> conditions(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(RecordedRule::condition)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Condition> condition(JsonNode json) {
        return json.hasNonNull("by")
                ? Optional.of(new Condition(
                        By.valueOf(json.path("by").asText()),
                        text(json.path("argument")),
                        json.hasNonNull("above") ? json.path("above").decimalValue() : null))
                : Optional.empty();
    }

    private static @Nullable String text(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }
}
