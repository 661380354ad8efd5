package clda.skills;

import clda.agent.Responder;
import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.IntentSource;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.json.Worded;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelReply;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.llm.WatchedText;
import clda.nlu.Interpretation;
import clda.nlu.Language;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A responder that holds a language model to the same frames as the dialogue without one: an answer to an open question
 * counts as that answer, and a call with missing values becomes a question. If no model answers, the skills answer and say
 * so.
 */
public final class GuidedResponder implements Responder {

    /** Which of the two is asked first. */
    public enum Route implements Worded {
        /** The built-in understanding if it is sure, otherwise the model. */
        LOCAL_FIRST,
        /** The model, unless the sentence answers the open question. */
        MODEL_FIRST,
        /** Only the built-in understanding. */
        LOCAL_ONLY;

        @Override
        public String word() {
            return Worded.super.word().replace('_', '-');
        }
    }

    /** Certainty from which the built-in understanding acts without the model. */
    private static final double SURE = 0.85;

    private final Route route;
    private final Responder model;
    private final SkillResponder skills;

    public GuidedResponder(Route route, Responder model, SkillResponder skills) {
        this.route = route;
        this.model = model;
        this.skills = skills;
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public OptionalInt room(ModelRequest.Options options) {
        return model.room(options);
    }

    @Override
    public Response respond(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        ModelRequest request = step.request();
        List<ModelMessage> turn = new History(request.messages()).turn();
        if (turn.getFirst() instanceof NoticeMessage) {
            return asked(step, shown, cancellation, meter);
        }
        // The same at every step of a turn: the component that proposed a call also reports its
        // outcome.
        Heard heard = skills.hear(request);
        Move move = skills.rules().next(heard, step.dialogue());
        boolean decided = skills.rules().answersFrame(move, step.dialogue())
                || route == Route.LOCAL_ONLY
                || route == Route.LOCAL_FIRST && isSure(move) && !request.shows();
        if (!decided) {
            return onRails(step, heard, asked(step, shown, cancellation, meter), shown);
        }
        return turn.size() == 1
                ? skills.carryOut(move, step, shown, null)
                : skills.respond(step, shown, cancellation, meter);
    }

    /** The model's answer, or the skills' answer if the model gives none. */
    private Response asked(Step step, TextSink shown, Cancellation cancellation, CallMeter meter) {
        WatchedText watched = new WatchedText(shown);
        try {
            return model.respond(step, watched, cancellation, meter);
        } catch (ModelFailure failure) {
            if (!failure.allowsFallback(step.request(), watched, cancellation)) {
                throw failure;
            }
            return skills.standIn(step, shown, failure);
        }
    }

    private static boolean isSure(Move move) {
        boolean says = move instanceof Move.Say say
                && (say.about() instanceof Move.NotUnderstood || say.about() instanceof Move.WhichOf);
        boolean unclear = move instanceof Move.Act act && !act.unclear().isEmpty();
        return !says && !unclear && move.meant().confidence() >= SURE;
    }

    private Response onRails(Step step, Heard heard, Response response, TextSink shown) {
        ModelReply reply = response.reply();
        if (!response.fromModel() || reply.end() != ModelReply.End.COMPLETE) {
            return response;
        }
        DialogueState state = step.dialogue();
        if (reply.calls().size() == 1) {
            ProposedCall call = reply.calls().getFirst();
            return skills.proposalRules()
                    .next(call.tool(), call.arguments(), heard, state)
                    .map(move -> carryOn(move, call, step.request(), reply, shown))
                    .orElse(response);
        }
        if (!reply.calls().isEmpty()) {
            return response;
        }
        Language language = new History(step.request().messages()).language();
        IntentRecognized about = recognised(heard);
        List<Frame> left = skills.rules().left(state);
        String waiting = skills.wording().stillWaiting(state.waiting(), language);
        if (left.isEmpty() || asks(reply.text())) {
            shown.text(waiting);
            return new Response(reply.with(reply.text() + waiting, List.of()), true, about, left);
        }
        List<Frame> after = FrameStack.aside(left);
        String back = waiting + skills.wording().backTo(after, language);
        shown.text(back);
        return new Response(reply.with(reply.text() + back, List.of()), true, about, after);
    }

    private Response carryOn(Move move, ProposedCall call, ModelRequest request, ModelReply reply, TextSink shown) {
        Language language = new History(request.messages()).language();
        Move.Meant meant = move.meant();
        String means =
                move instanceof Move.Act ? skills.wording().means(meant.intent(), meant.slots(), language) : null;
        IntentRecognized recognized =
                new IntentRecognized(meant.intent(), 1, meant.slots(), IntentSource.MODEL, null, null, means);
        return switch (move) {
            case Move.Act act -> new Response(reply.with(reply.text(), List.of(call)), true, recognized, List.of());
            case Move.Say say -> {
                String question = (reply.text().isEmpty() ? "" : "\n\n")
                        + skills.wording().of(say, List.of(), language);
                shown.text(question);
                yield new Response(reply.with(reply.text() + question, List.of()), true, recognized, say.frames());
            }
        };
    }

    private static @Nullable IntentRecognized recognised(Heard heard) {
        Interpretation understood = heard.understood();
        return understood.known()
                ? new IntentRecognized(
                        understood.intent(), understood.confidence(), understood.slots(), understood.source())
                : null;
    }

    private static boolean asks(String text) {
        String end = text.strip();
        return end.endsWith("?") || end.endsWith("？");
    }
}
