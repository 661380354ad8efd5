package clda.llm.offline;

import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Source;
import clda.conversation.DialogueState;
import clda.frames.FrameRules;
import clda.frames.FrameRules.Heard;
import clda.frames.Move;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelReply;
import clda.llm.ModelReply.ProposedCall;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Purpose;
import clda.nlu.Interpretation;
import clda.nlu.Language;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A language model kept on the rails of the same frames as the dialogue without one: an answer to an open question is taken as
 * one, and a call that lacks something becomes a question.
 */
public final class GuidedModelClient implements ModelClient {

    /** Who is asked first. */
    public enum Route {
        /** The built-in understanding, where it is sure; the model otherwise. */
        LOCAL_FIRST,
        /** The model, unless the sentence answers what was asked. */
        MODEL_FIRST,
        /** The built-in understanding, and nobody else. */
        LOCAL_ONLY
    }

    /** Certainty from which the built-in understanding acts without the model. */
    private static final double SURE = 0.85;

    private final Route route;
    private final ModelClient model;
    private final OfflineModelClient local;

    public GuidedModelClient(Route route, ModelClient model, OfflineModelClient local) {
        this.route = route;
        this.model = model;
        this.local = local;
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
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
        return respond(request, shown, cancellation, CallMeter.NONE);
    }

    @Override
    public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation, CallMeter meter) {
        if (request.options().purpose() != Purpose.ANSWER) {
            return model.respond(request, shown, cancellation, meter);
        }
        List<ModelMessage> turn = OfflineModelClient.sinceOpening(request.messages());
        if (turn.getFirst() instanceof NoticeMessage) {
            return model.respond(request, shown, cancellation, meter);
        }
        // The same at every step of a turn: who proposed a call tells what came of it.
        Heard heard = local.hear(request);
        Move move = local.rules().next(heard, request.dialogue());
        boolean decided = local.rules().answersFrame(move, request.dialogue())
                || route == Route.LOCAL_ONLY
                || route == Route.LOCAL_FIRST && isSure(move) && !request.shows();
        if (!decided) {
            return onRails(request, heard, model.respond(request, shown, cancellation, meter), shown);
        }
        return turn.size() == 1
                ? local.carryOut(move, request, shown, null)
                : local.respond(request, shown, cancellation);
    }

    private static boolean isSure(Move move) {
        boolean says = move instanceof Move.Say say
                && (say.about() instanceof Move.NotUnderstood || say.about() instanceof Move.WhichOf);
        return !says && move.meant().confidence() >= SURE;
    }

    private ModelReply onRails(ModelRequest request, Heard heard, ModelReply reply, TextSink shown) {
        if (reply.isBuiltIn() || reply.end() != ModelReply.End.COMPLETE) {
            return reply;
        }
        DialogueState state = request.dialogue();
        if (reply.calls().size() == 1) {
            ProposedCall call = reply.calls().getFirst();
            return local.rules()
                    .proposed(call.tool(), call.arguments(), heard, state)
                    .map(move -> carryOn(move, call, request, reply, shown))
                    .orElse(reply);
        }
        if (!reply.calls().isEmpty()) {
            return reply;
        }
        IntentRecognized about = reply.intent() == null ? recognised(heard) : reply.intent();
        List<Frame> left = local.rules()
                .left(state, state.current() == null ? null : state.current().intent());
        String waiting = local.wording().stillWaiting(state.waiting(), OfflineModelClient.language(request.messages()));
        if (left.isEmpty() || asks(reply.text())) {
            shown.text(waiting);
            return reply.with(reply.text() + waiting, List.of(), about, left);
        }
        List<Frame> after = FrameRules.aside(left);
        String back = waiting + local.wording().backTo(after, OfflineModelClient.language(request.messages()));
        shown.text(back);
        return reply.with(reply.text() + back, List.of(), about, after);
    }

    private ModelReply carryOn(Move move, ProposedCall call, ModelRequest request, ModelReply reply, TextSink shown) {
        Language language = OfflineModelClient.language(request.messages());
        Move.Meant meant = move.meant();
        String means = move instanceof Move.Act ? local.wording().means(meant.intent(), meant.slots(), language) : null;
        IntentRecognized recognized =
                new IntentRecognized(meant.intent(), 1, meant.slots(), Source.model, null, null, means);
        return switch (move) {
            case Move.Act act -> reply.with(reply.text(), List.of(call), recognized, List.of());
            case Move.Say say -> {
                String question =
                        (reply.text().isEmpty() ? "" : "\n\n") + local.wording().of(say, List.of(), language);
                shown.text(question);
                yield reply.with(reply.text() + question, List.of(), recognized, say.frames());
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
