package clda.llm;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Usage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param model which model gave it
 * @param usage null if the provider did not say; unknown is not zero
 * @param truncated the model stopped at its length limit
 * @param intent what was understood, if the model told
 * @param frames what the person is in the middle of after it; the last is what the reply asks for
 */
public record ModelReply(
        String model,
        String text,
        List<ProposedCall> calls,
        @Nullable Usage usage,
        boolean truncated,
        @Nullable IntentRecognized intent,
        List<Frame> frames) {

    public ModelReply {
        frames = List.copyOf(frames);
        calls = List.copyOf(calls);
    }

    /** @param arguments as the model gave them; text if they are not JSON */
    public record ProposedCall(String tool, JsonNode arguments) {}

    public static ModelReply text(String model, String text, @Nullable Usage usage) {
        return new ModelReply(model, text, List.of(), usage, false, null, List.of());
    }
}
