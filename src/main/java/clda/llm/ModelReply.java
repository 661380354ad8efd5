package clda.llm;

import clda.conversation.MessageUsage;
import clda.conversation.Reasoning;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer of a model.
 *
 * @param model the model that gave the answer
 * @param usage null if the provider did not report it; unknown is not zero
 * @param reasoning the reasoning before the answer; null if it was not returned
 */
public record ModelReply(
        String model,
        String text,
        List<ProposedCall> calls,
        @Nullable MessageUsage usage,
        End end,
        @Nullable Reasoning reasoning) {

    public enum End {
        /** All that the model had to say. */
        COMPLETE,
        /** The model stopped at its length limit. */
        LENGTH,
        /** The model refused; the text, if any, says so. */
        REFUSED
    }

    public ModelReply {
        calls = List.copyOf(calls);
    }

    /** @param arguments as the model gave them; text if they are not JSON */
    public record ProposedCall(String tool, JsonNode arguments) {}

    public static ModelReply text(String model, String text, @Nullable MessageUsage usage) {
        return new ModelReply(model, text, List.of(), usage, End.COMPLETE, null);
    }

    public static ModelReply calls(String model, List<ProposedCall> calls) {
        return new ModelReply(model, "", calls, null, End.COMPLETE, null);
    }

    /** The same with other words and calls. */
    public ModelReply with(String text, List<ProposedCall> calls) {
        return new ModelReply(model, text, calls, usage, end, reasoning);
    }

    /** A copy with the cost at this price. */
    public ModelReply at(ModelProfile.Price price) {
        return usage == null || price.equals(ModelProfile.Price.FREE)
                ? this
                : new ModelReply(model, text, calls, usage.costing(price.micros(usage)), end, reasoning);
    }

    public boolean truncated() {
        return end == End.LENGTH;
    }
}
