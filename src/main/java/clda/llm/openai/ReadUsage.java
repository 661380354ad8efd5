package clda.llm.openai;

import clda.conversation.MessageUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The usage that a server reports for a call. Missing values are unknown, not zero. */
final class ReadUsage {

    private ReadUsage() {}

    /** @return empty if the input or the output tokens cannot be determined */
    static Optional<MessageUsage> of(JsonNode usage) {
        if (!usage.isObject()) {
            return Optional.empty();
        }
        Long input = count(usage.path("prompt_tokens"));
        Long output = count(usage.path("completion_tokens"));
        Long total = count(usage.path("total_tokens"));
        if (input == null && output != null && total != null && total > output) {
            input = total - output;
        }
        if (output == null && input != null && total != null && total > input) {
            output = total - input;
        }
        if (input == null || output == null || input + output == 0) {
            return Optional.empty();
        }
        Long cached = count(usage.path("prompt_tokens_details").path("cached_tokens"));
        if (cached == null) {
            cached = count(usage.path("prompt_cache_hit_tokens"));
        }
        if (cached == null) {
            cached = count(usage.path("cached_tokens"));
        }
        return Optional.of(new MessageUsage(
                input,
                output,
                cached == null || cached <= input ? cached : null,
                null,
                count(usage.path("completion_tokens_details").path("reasoning_tokens"))));
    }

    private static @Nullable Long count(JsonNode number) {
        return number.isNumber() && number.asLong() >= 0 ? (Long) number.asLong() : null;
    }
}
