package clda.llm;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Reasoning;
import clda.conversation.ConversationEvent.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer of a model.
 *
 * @param model which model gave it
 * @param usage null if the provider did not say; unknown is not zero
 * @param reasoning what it thought before; null if it did not tell
 * @param intent what was understood, if the model told
 * @param frames what the user is in the middle of after it; the last is what the reply asks for
 */
public record ModelReply(
        String model,
        String text,
        List<ProposedCall> calls,
        @Nullable Usage usage,
        End end,
        @Nullable Reasoning reasoning,
        @Nullable IntentRecognized intent,
        List<Frame> frames) {

    /** The name of the built-in understanding among models. */
    public static final String BUILT_IN = "offline";

    public enum End {
        /** All that the model had to say. */
        COMPLETE,
        /** The model stopped at its length limit. */
        LENGTH,
        /** The model would not; the text, if there is one, says so. */
        REFUSED
    }

    public ModelReply {
        frames = List.copyOf(frames);
        calls = List.copyOf(calls);
    }

    /** @param arguments as the model gave them; text if they are not JSON */
    public record ProposedCall(String tool, JsonNode arguments) {}

    public static ModelReply text(String model, String text, @Nullable Usage usage) {
        return new ModelReply(model, text, List.of(), usage, End.COMPLETE, null, null, List.of());
    }

    public static ModelReply calls(String model, List<ProposedCall> calls) {
        return new ModelReply(model, "", calls, null, End.COMPLETE, null, null, List.of());
    }

    /** The same with other words, calls, and what is known of the talk. */
    public ModelReply with(
            String text, List<ProposedCall> calls, @Nullable IntentRecognized intent, List<Frame> frames) {
        return new ModelReply(model, text, calls, usage, end, reasoning, intent, frames);
    }

    /** The same at the price of whoever gave it. */
    public ModelReply at(ModelProfile.Price price) {
        return usage == null || price.equals(ModelProfile.Price.FREE)
                ? this
                : new ModelReply(
                        model, text, calls, usage.costing(price.micros(usage)), end, reasoning, intent, frames);
    }

    /** Whether no model was needed for it. */
    public boolean isBuiltIn() {
        return model.equals(BUILT_IN);
    }

    public boolean truncated() {
        return end == End.LENGTH;
    }
}
