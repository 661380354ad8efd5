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
 * @param awaiting what the reply asks the person for; null if it asks nothing
 */
public record ModelReply(
        String model,
        String text,
        List<ProposedCall> calls,
        @Nullable Usage usage,
        boolean truncated,
        @Nullable IntentRecognized intent,
        @Nullable Frame awaiting) {

    public ModelReply {
        calls = List.copyOf(calls);
    }

    /** @param arguments as the model gave them; text if they are not JSON */
    public record ProposedCall(String tool, JsonNode arguments) {}

    public static ModelReply text(String model, String text, @Nullable Usage usage) {
        return new ModelReply(model, text, List.of(), usage, false, null, null);
    }
}
