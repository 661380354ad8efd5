package clda.agent;

import clda.agent.Responder.Response;
import clda.agent.Responder.Step;
import clda.budget.Amount;
import clda.budget.Spending;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.Frame;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.Problem;
import clda.conversation.ConversationEvent.Role;
import clda.conversation.ConversationEvent.SlotValue;
import clda.conversation.ConversationEvent.Source;
import clda.conversation.ConversationEvent.ToolRequested;
import clda.conversation.ConversationEvent.ToolStarted;
import clda.conversation.ModelLoading;
import clda.conversation.TextDelta;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.Canonical;
import clda.effects.EffectClass;
import clda.llm.CallMeter;
import clda.llm.Cancellation;
import clda.llm.ModelClient.TextSink;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.ModelRequest.Options;
import clda.llm.ModelRequest.Purpose;
import clda.memory.Fact;
import clda.memory.Memory;
import clda.nlu.time.SpeakersZone;
import clda.security.Caller;
import clda.security.Zones;
import clda.store.Fenced;
import clda.store.Write;
import clda.tools.CallArguments;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one turn: ask the model, run the tools it asks for, repeat. Everything it has done is in the log, so that it can
 * be called again for the same turn, after a crash or an approval, and continues where the log ends.
 */
public final class Agent {

    /** How the turn, or this part of it, ended. */
    public sealed interface Outcome {
        /**
         * @param last events to store together with the end of the turn
         * @param frames the user's unfinished requests; the reply asks about the last one
         */
        record Answered(List<ConversationEvent> last, String reply, List<Frame> frames) implements Outcome {}

        /** Waits for people: maps the ids of the waiting calls to the approvals that they need. */
        record Parked(Map<String, Need> needs) implements Outcome {}

        /** @param last events to store together with the end of the turn */
        record Failed(List<ConversationEvent> last, Problem problem) implements Outcome {
            Failed(Problem problem) {
                this(List.of(), problem);
            }
        }

        /** @param partial the part of an unfinished answer that had been shown; null if none */
        record Cancelled(@Nullable String partial) implements Outcome {}
    }

    private final Responder responder;
    private final ContextWindow window;
    private final Memory memory;
    private final Limits limits;
    private final Spend spend;
    private final Exchange.Listener exchanges;
    private final Zones zones;
    private final CallRunner calls;
    private final Clock clock;
    private final ThreadFactory threads;

    public Agent(
            Responder responder,
            ContextWindow window,
            Memory memory,
            Limits limits,
            Spend spend,
            Exchange.Listener exchanges,
            Zones zones,
            Execution.Means means,
            BackgroundTasks tasks) {
        this.responder = responder;
        this.window = window;
        this.memory = memory;
        this.limits = limits;
        this.spend = spend;
        this.exchanges = exchanges;
        this.zones = zones;
        this.clock = means.clock();
        this.threads = means.threads();
        this.calls = new CallRunner(means, tasks, limits.effectsPerTurn());
    }

    /**
     * Runs the turn until it is answered, needs a person, fails or is cancelled.
     *
     * @param tools supplies the tools that the caller may use now; called again before each step, since rights may end
     * @throws clda.store.Fenced if another node has taken the turn over
     */
    public Outcome run(TurnHandle handle, Supplier<Toolbox> tools, Cancellation cancellation) {
        Instant deadline = clock.instant().plus(limits.time());
        String turnId = handle.turnId();
        while (true) {
            Toolbox toolbox = tools.get();
            List<ToolCall> open =
                    handle.look(conversation -> conversation.turn(turnId).openCalls());
            if (!open.isEmpty()) {
                if (cancellation.isCancelled()) {
                    return new Outcome.Cancelled(null);
                }
                Map<String, Need> needs = runCalls(handle, open, toolbox, cancellation);
                if (!needs.isEmpty()) {
                    return new Outcome.Parked(needs);
                }
                continue;
            }
            Instant until = deadline;
            Optional<Problem> exceeded = handle.look(conversation -> exceeded(conversation.turn(turnId), until));
            if (exceeded.isPresent()) {
                return new Outcome.Failed(exceeded.get());
            }
            Writing writing = new Writing(handle);
            try {
                Optional<Outcome> end = step(handle, toolbox, cancellation, writing);
                // Loading time does not count; a model that has been loaded stays loaded for the rest of the turn.
                deadline = deadline.plus(writing.loadingTook());
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (ModelFailure failure) {
                if (cancellation.isCancelled() || failure.reason() == ModelFailure.Reason.CANCELLED) {
                    return new Outcome.Cancelled(writing.soFar());
                }
                return new Outcome.Failed(writing.kept(), TurnProblem.of(failure));
            }
        }
    }

    private Optional<Problem> exceeded(Turn turn, Instant deadline) {
        if (turn.steps() >= limits.steps()) {
            return Optional.of(TurnProblem.tooManySteps(limits.steps()));
        }
        if (used(turn).tokens() >= limits.tokens()) {
            return Optional.of(TurnProblem.tooManyTokens(limits.tokens()));
        }
        if (turn.calls().stream().filter(Agent::isInvalid).count() > limits.invalidCalls()) {
            return Optional.of(TurnProblem.tooManyInvalidCalls(limits.invalidCalls()));
        }
        Map<String, Long> alike = turn.calls().stream()
                .collect(Collectors.groupingBy(
                        call -> call.tool() + " " + Canonical.hash(call.arguments()), Collectors.counting()));
        if (alike.values().stream().anyMatch(times -> times >= limits.sameCalls())) {
            return Optional.of(TurnProblem.loop(limits.sameCalls()));
        }
        if (clock.instant().isAfter(deadline)) {
            return Optional.of(TurnProblem.tooLong(limits.time()));
        }
        return Optional.empty();
    }

    private static boolean isInvalid(ToolCall call) {
        return call.error() != null && call.error().code().equals("invalid_arguments");
    }

    /** One model call; tool calls in its answer are stored before any of them runs. */
    private Optional<Outcome> step(TurnHandle handle, Toolbox toolbox, Cancellation cancellation, Writing writing) {
        List<Fact> facts = memory.of(handle.caller());
        Response response = answer(handle, toolbox, facts, cancellation, writing);
        ModelReply reply = response.reply();
        if (reply.calls().size() > limits.callsPerStep()) {
            String why = "asked for " + reply.calls().size() + " tool calls at once";
            throw thrownAway(handle, writing, reply, new ModelFailure(ModelFailure.Reason.BROKEN, why));
        }
        if (reply.text().isBlank() && reply.calls().isEmpty()) {
            ModelFailure why = reply.end() == ModelReply.End.REFUSED
                    ? new ModelFailure(ModelFailure.Reason.REFUSED, "it would not answer")
                    : new ModelFailure(ModelFailure.Reason.BROKEN, "answered nothing");
            throw thrownAway(handle, writing, reply, why);
        }
        boolean foreign = facts.stream().anyMatch(fact -> fact.untrusted() && fact.mattersIn(handle.conversationId()));
        List<ConversationEvent> events =
                handle.look(conversation -> accept(conversation, handle.turnId(), response, toolbox, foreign));
        if (reply.truncated()) {
            return Optional.of(new Outcome.Failed(withoutCalls(events), TurnProblem.truncated()));
        }
        if (reply.calls().isEmpty()) {
            return Optional.of(new Outcome.Answered(events, reply.text(), response.frames()));
        }
        handle.append(events.toArray(ConversationEvent[]::new));
        return Optional.empty();
    }

    /** Asks the model. If it reports that the request was too long, asks once more with notes in place of earlier turns. */
    private Response answer(
            TurnHandle handle, Toolbox toolbox, List<Fact> facts, Cancellation cancellation, Writing writing) {
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
                                writing.messageId,
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
                writing.messageId,
                handle.look(conversation -> used(conversation.turn(handle.turnId()))),
                cancellation);
        return SpeakersZone.during(zones.of(caller), () -> responder.respond(step, writing, cancellation, meter));
    }

    private Spending spending(TurnHandle handle) {
        Caller caller = handle.caller();
        return spend.budget().spending(caller.tenant(), caller.user(), handle.conversationId());
    }

    /** Counts the usage of an answer that becomes no message, since it was paid for all the same. */
    private ModelFailure thrownAway(TurnHandle handle, Writing writing, ModelReply reply, ModelFailure why) {
        List<Write> counting = spend.counting(spending(handle), writing.messageId, reply);
        if (!counting.isEmpty()) {
            handle.append(counting);
        }
        return why;
    }

    private static Amount used(Turn turn) {
        return turn.replies().stream()
                .map(reply -> reply.message().usage())
                .filter(usage -> usage != null)
                .map(Amount::of)
                .reduce(Amount.NOTHING, Amount::plus);
    }

    /** Drops the calls: in a truncated answer, a call may itself be truncated. */
    private static List<ConversationEvent> withoutCalls(List<ConversationEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ToolRequested || event instanceof ToolStarted))
                .toList();
    }

    private List<ConversationEvent> accept(
            Conversation conversation, String turnId, Response response, Toolbox toolbox, boolean foreign) {
        ModelReply reply = response.reply();
        Turn turn = conversation.turn(turnId);
        int step = turn.steps() + 1;
        List<ConversationEvent> events = new ArrayList<>();
        if (response.fromModel()) {
            window.unpinned(conversation, turnId).ifPresent(events::add);
        }
        if (turn.intent() == null) {
            intent(response).ifPresent(events::add);
        }
        boolean untrusted = foreign && response.fromModel();
        if (!reply.text().isEmpty() || reply.usage() != null || reply.reasoning() != null || untrusted) {
            events.add(new MessageCompleted(
                    turn.id() + "-m" + step,
                    Role.assistant,
                    reply.text(),
                    reply.model(),
                    reply.usage(),
                    reply.truncated() ? true : null,
                    reply.reasoning(),
                    reply.end() == ModelReply.End.REFUSED ? true : null,
                    untrusted ? true : null));
        }
        int ordinal = turn.calls().size();
        for (ModelReply.ProposedCall proposed : reply.calls()) {
            ordinal++;
            Optional<ToolDefinition> tool = toolbox.find(proposed.tool()).map(Tool::definition);
            ModelReply.ProposedCall call = new ModelReply.ProposedCall(
                    proposed.tool(),
                    tool.map(definition -> CallArguments.fitted(definition, proposed.arguments()))
                            .orElse(proposed.arguments()));
            String effect = tool.map(definition -> definition.effect().name()).orElse(null);
            String callId = turn.id() + "-c" + ordinal;
            events.add(new ToolRequested(callId, step, call.tool(), call.arguments(), effect));
            if (calls.startsAtOnce(call, toolbox)) {
                events.add(new ToolStarted(callId));
            }
        }
        return events;
    }

    private static Optional<IntentRecognized> intent(Response response) {
        if (response.intent() != null) {
            return Optional.of(response.intent());
        }
        ModelReply reply = response.reply();
        if (reply.calls().isEmpty()) {
            return Optional.empty();
        }
        // A model that calls a tool has recognised what the user wants.
        ModelReply.ProposedCall first = reply.calls().getFirst();
        Map<String, SlotValue> slots = new TreeMap<>();
        for (Map.Entry<String, JsonNode> argument : first.arguments().properties()) {
            String value = argument.getValue().isValueNode()
                    ? argument.getValue().asText()
                    : argument.getValue().toString();
            slots.put(argument.getKey(), new SlotValue(value, value));
        }
        return Optional.of(new IntentRecognized(first.tool(), 1.0, slots, Source.model));
    }

    /** Runs calls that change nothing concurrently, the others one after another in the order in which they were requested. */
    private Map<String, Need> runCalls(
            TurnHandle handle, List<ToolCall> open, Toolbox toolbox, Cancellation cancellation) {
        Map<String, Need> needs = new TreeMap<>();
        List<FutureTask<?>> reading = new ArrayList<>();
        List<ToolCall> inOrder = new ArrayList<>();
        for (ToolCall call : open) {
            boolean reads = toolbox.find(call.tool())
                    .map(Tool::definition)
                    .filter(definition -> definition.effect() == EffectClass.READ && !definition.highImpact())
                    .filter(definition ->
                            definition.approval().neededFor(call.arguments()).isEmpty())
                    .isPresent();
            if (reads && open.size() > 1) {
                FutureTask<?> task = new FutureTask<>(() -> calls.run(handle, call, toolbox, cancellation));
                reading.add(task);
                threads.newThread(task).start();
            } else {
                inOrder.add(call);
            }
        }
        for (ToolCall call : inOrder) {
            if (call.state() == ToolCall.State.awaiting_approval) {
                continue;
            }
            calls.run(handle, call, toolbox, cancellation).ifPresent(by -> needs.put(call.callId(), by));
        }
        for (FutureTask<?> task : reading) {
            try {
                task.get();
            } catch (java.util.concurrent.ExecutionException e) {
                if (e.getCause() instanceof Fenced fenced) {
                    throw fenced;
                }
                throw new IllegalStateException("a tool call could not be recorded", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
        }
        return needs;
    }

    /** Shows the message of one step while it is being written. */
    private final class Writing implements TextSink {
        private final TurnHandle handle;
        private final String messageId;
        private final StringBuilder text = new StringBuilder();
        private final Instant began = clock.instant();
        private @Nullable Instant loaded;
        private boolean loading;

        Writing(TurnHandle handle) {
            this.handle = handle;
            int step = handle.look(
                    conversation -> conversation.turn(handle.turnId()).steps() + 1);
            this.messageId = handle.turnId() + "-m" + step;
        }

        @Override
        public void text(String piece) {
            if (piece.isEmpty()) {
                return;
            }
            if (loaded == null) {
                loaded = clock.instant();
            }
            int index = text.length();
            text.append(piece);
            handle.log().publish(handle.conversationId(), new TextDelta(handle.turnId(), messageId, index, piece));
        }

        @Override
        public void loading() {
            loading = true;
            handle.log().publish(handle.conversationId(), new ModelLoading(handle.turnId()));
        }

        /** How long loading the model took; zero if it was already loaded. */
        Duration loadingTook() {
            return loading ? Duration.between(began, loaded == null ? clock.instant() : loaded) : Duration.ZERO;
        }

        @Override
        public void restart() {
            if (!text.isEmpty()) {
                text.setLength(0);
                handle.log().publish(handle.conversationId(), new TextDelta(handle.turnId(), messageId, 0, ""));
            }
        }

        /** The part of an unfinished answer that was shown, marked as incomplete. */
        List<ConversationEvent> kept() {
            return text.isEmpty()
                    ? List.of()
                    : List.of(new MessageCompleted(
                            messageId, Role.assistant, text.toString(), responder.name(), null, true));
        }

        @Nullable
        String soFar() {
            return text.isEmpty() ? null : text.toString();
        }
    }
}
