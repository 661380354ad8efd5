package clda.agent;

import clda.agent.Responder.Response;
import clda.agent.Responder.Step;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Options;
import clda.llm.ModelRequest.Purpose;
import clda.memory.Fact;
import clda.nlu.time.SpeakersZone;
import clda.security.Caller;
import clda.security.Zones;
import clda.store.Write;
import clda.tools.Toolbox;
import java.time.Clock;
import java.util.List;

/**
 * Asks for the answer of one step: makes the request, counts what the answer costs, and hands the exchange to whoever records
 * it.
 */
final class Answering {

    private final Responder responder;
    private final ContextWindow window;
    private final Spend spend;
    private final Exchange.Listener exchanges;
    private final Zones zones;
    private final Clock clock;

    Answering(
            Responder responder,
            ContextWindow window,
            Spend spend,
            Exchange.Listener exchanges,
            Zones zones,
            Clock clock) {
        this.responder = responder;
        this.window = window;
        this.spend = spend;
        this.exchanges = exchanges;
        this.zones = zones;
        this.clock = clock;
    }

    /** Asks the model. If it reports that the request was too long, asks once more with notes in place of earlier turns. */
    Response answer(TurnHandle handle, Toolbox toolbox, List<Fact> facts, Cancellation cancellation, Writing writing) {
        Options options = handle.look(conversation -> new Options(
                Purpose.ANSWER,
                conversation.model(),
                null,
                null,
                handle.conversationId(),
                handle.caller().tenant()));
        ContextWindow.View context =
                handle.look(conversation -> window.of(conversation, handle.turnId(), facts, room(options)));
        try {
            return recorded(
                    handle,
                    request(handle, context, toolbox, options.shortening(context.canBeShorter())),
                    facts,
                    cancellation,
                    writing);
        } catch (ModelFailure failure) {
            ModelFailure.Window told = failure.window();
            if (told == null || !context.canBeShorter() || writing.soFar() != null || cancellation.isCancelled()) {
                throw failure;
            }
            ContextWindow.View shorter = handle.look(
                            conversation -> window.again(conversation, handle.turnId(), facts, room(options), told))
                    .orElseThrow(() -> failure);
            return recorded(handle, request(handle, shorter, toolbox, options), facts, cancellation, writing);
        }
    }

    private int room(Options options) {
        return responder.room(options).orElse(Integer.MAX_VALUE);
    }

    /** The request to send; new notes in it are stored first. */
    private Step request(TurnHandle handle, ContextWindow.View context, Toolbox toolbox, Options options) {
        if (context.summarized() != null) {
            handle.append(context.summarized());
        }
        return handle.look(conversation -> new Step(
                new ModelRequest(context.messages(), toolbox.definitions(), options),
                conversation.dialogue(handle.turnId())));
    }

    private Response recorded(
            TurnHandle handle, Step step, List<Fact> facts, Cancellation cancellation, Writing writing) {
        if (!handle.look(Conversation::isRecorded)) {
            return ask(handle, step, cancellation, writing);
        }
        ModelReply reply = null;
        ModelFailure.Reason failure = null;
        try {
            Response response = ask(handle, step, cancellation, writing);
            reply = response.reply();
            return response;
        } catch (ModelFailure e) {
            failure = e.reason();
            throw e;
        } finally {
            if (reply != null || failure != null) {
                exchanges.exchanged(
                        handle.conversationId(),
                        new Exchange(
                                handle.turnId(),
                                writing.messageId(),
                                clock.instant(),
                                step.request(),
                                facts,
                                reply,
                                failure));
            }
        }
    }

    private Response ask(TurnHandle handle, Step step, Cancellation cancellation, Writing writing) {
        Caller caller = handle.caller();
        CallMeter meter = spend.meter(
                spending(handle),
                handle.turnId(),
                writing.messageId(),
                handle.look(conversation -> Spend.soFar(conversation.turn(handle.turnId()))),
                cancellation);
        return SpeakersZone.during(zones.of(caller), () -> responder.respond(step, writing, cancellation, meter));
    }

    private Spending spending(TurnHandle handle) {
        Caller caller = handle.caller();
        return spend.budget().spending(caller.tenant(), caller.user(), handle.conversationId());
    }

    /** Counts the usage of an answer that becomes no message, since it was paid for all the same. */
    ModelFailure thrownAway(TurnHandle handle, Writing writing, ModelReply reply, ModelFailure why) {
        List<Write> counting = spend.counting(spending(handle), writing.messageId(), reply);
        if (!counting.isEmpty()) {
            handle.append(counting);
        }
        return why;
    }
}
