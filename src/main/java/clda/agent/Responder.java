package clda.agent;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Answers the steps of a turn: a model, skills without a model, or a model guided by skills. It only proposes text and tool
 * calls.
 */
public interface Responder {

    /** The name of what usually answers; incomplete answers are labelled with it. */
    String name();

    /**
     * Answers once. Blocks until the answer is complete.
     *
     * @param shown receives each piece of text as it arrives
     * @param meter wraps each model call
     * @throws clda.llm.ModelFailure if there is no complete answer
     */
    Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter);

    /** Like {@link clda.llm.ModelClient#room}. */
    default OptionalInt room(ModelRequest.Options options) {
        return OptionalInt.empty();
    }

    /**
     * A step of a turn.
     *
     * @param request the request for a model
     * @param dialogue what the user was asked before this turn and may now be answering
     */
    record Step(ModelRequest request, DialogueState dialogue) {}

    /**
     * A complete answer.
     *
     * @param fromModel whether it came from a model rather than from skills
     * @param intent what was understood; null if that is not known
     * @param frames the user's unfinished requests after the answer; the reply asks about the last one
     */
    record Response(ModelReply reply, boolean fromModel, @Nullable IntentRecognized intent, List<Frame> frames) {

        public Response {
            frames = List.copyOf(frames);
        }

        /** A model's answer of which nothing more is known. */
        public static Response of(ModelReply reply) {
            return new Response(reply, true, null, List.of());
        }
    }
}
