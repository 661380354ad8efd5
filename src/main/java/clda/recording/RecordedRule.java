package clda.recording;

import clda.json.Worded;
import clda.tools.ApprovalRule;
import clda.tools.ApprovalRule.By;
import clda.tools.ApprovalRule.Condition;
import clda.tools.Quota;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the approval rule of a recorded tool, including the older form in which a rule was one condition. */
final class RecordedRule extends StdConverter<JsonNode, ApprovalRule> {

    @Override
    public ApprovalRule convert(JsonNode json) {
        if (json.has("conditions")) {
            return new ApprovalRule(
                    each(json.path("conditions"), RecordedRule::condition),
                    each(json.path("quotas"), RecordedRule::quota));
        }
        return new ApprovalRule(condition(json).stream().toList(), List.of());
    }

    private static <T> List<T> each(JsonNode list, Function<JsonNode, Optional<T>> read) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Quota> quota(JsonNode json) {
        return Optional.of(new Quota(
                text(json.path("sumOf")),
                json.path("most").decimalValue(),
                Worded.of(Quota.Per.class, json.path("per").asText()),
                text(json.path("argument")),
                json.hasNonNull("within") ? Duration.parse(json.path("within").asText()) : null,
                Worded.of(Quota.Beyond.class, json.path("beyond").asText())));
    }

    private static Optional<Condition> condition(JsonNode json) {
        return json.hasNonNull("by")
                ? Optional.of(new Condition(
                        Worded.of(By.class, json.path("by").asText()),
                        text(json.path("argument")),
                        json.hasNonNull("above") ? json.path("above").decimalValue() : null))
                : Optional.empty();
    }

    private static @Nullable String text(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }
}
