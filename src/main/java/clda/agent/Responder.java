package clda.agent;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.DialogueState;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Whatever answers a step of a turn: a model, skills without one, or a model on the skills' rails. It only proposes text and
 * tool calls.
 */
public interface Responder {

    /** The name of whoever is usually asked, which answers that broke off are labelled with. */
    String name();

    /**
     * Answers once. Blocks until the answer is whole.
     *
     * @param shown is told each piece of text as it comes
     * @param meter is around each call of a model
     * @throws clda.llm.ModelFailure if there is no whole answer
     */
    Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter);

    /** As {@link clda.llm.ModelClient#room}. */
    default OptionalInt room(ModelRequest.Options options) {
        return OptionalInt.empty();
    }

    /**
     * A step of a turn.
     *
     * @param request what a model is told
     * @param dialogue what the user was asked before this turn and may now be answering
     */
    record Step(ModelRequest request, DialogueState dialogue) {}

    /**
     * A whole answer.
     *
     * @param fromModel whether a model gave it, and not skills
     * @param intent what was understood; null if nobody told
     * @param frames what the user is in the middle of after it; the last is what the reply asks for
     */
    record Response(ModelReply reply, boolean fromModel, @Nullable IntentRecognized intent, List<Frame> frames) {

        public Response {
            frames = List.copyOf(frames);
        }

        /** What a model said, and nothing more is known. */
        public static Response of(ModelReply reply) {
            return new Response(reply, true, null, List.of());
        }
    }
}
