package clda.agent;

import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.memory.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model within a turn, and its answer.
 *
 * @param messageId the id of the message that the answer became, or was to become
 * @param facts remembered about the user
 * @param reply null if there was no complete answer
 * @param failure why there was no complete answer; null if there was one
 */
public record Exchange(
        String turnId,
        String messageId,
        Instant at,
        ModelRequest request,
        List<Fact> facts,
        @Nullable ModelReply reply,
        ModelFailure.@Nullable Reason failure) {

    public Exchange {
        facts = List.copyOf(facts);
    }

    /** Notified of each exchange in a conversation that is recorded. */
    @FunctionalInterface
    public interface Listener {
        void exchanged(String conversationId, Exchange exchange);
    }
}
