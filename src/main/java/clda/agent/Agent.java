package clda.agent;

import clda.agent.Responder.Response;
import clda.conversation.ConversationEvent;
import clda.conversation.Frame;
import clda.conversation.ProblemDetails;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.json.Canonical;
import clda.llm.Cancellation;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.memory.Fact;
import clda.memory.Memory;
import clda.security.Zones;
import clda.store.Fenced;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.Toolbox;
import java.time.Clock;
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
        record Failed(List<ConversationEvent> last, ProblemDetails problem) implements Outcome {
            Failed(ProblemDetails problem) {
                this(List.of(), problem);
            }
        }

        /** @param partial the part of an unfinished answer that had been shown; null if none */
        record Cancelled(@Nullable String partial) implements Outcome {}
    }

    private final Responder responder;
    private final Answering answering;
    private final ReplyEvents replies;
    private final Memory memory;
    private final TurnLimits limits;
    private final CallRunner calls;
    private final Clock clock;
    private final ThreadFactory threads;

    public Agent(
            Responder responder,
            ContextWindow window,
            Memory memory,
            TurnLimits limits,
            Spend spend,
            Exchange.Listener exchanges,
            Zones zones,
            Execution.Means means,
            BackgroundTasks tasks) {
        this.responder = responder;
        this.memory = memory;
        this.limits = limits;
        this.clock = means.clock();
        this.threads = means.threads();
        this.calls = new CallRunner(means, tasks, limits.effectsPerTurn());
        this.answering = new Answering(responder, window, spend, exchanges, zones, clock);
        this.replies = new ReplyEvents(window, calls);
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
            Optional<ProblemDetails> exceeded = handle.look(conversation -> exceeded(conversation.turn(turnId), until));
            if (exceeded.isPresent()) {
                return new Outcome.Failed(exceeded.get());
            }
            Writing writing = new Writing(handle, responder, clock);
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
                return new Outcome.Failed(writing.kept(), TurnProblems.of(failure));
            }
        }
    }

    private Optional<ProblemDetails> exceeded(Turn turn, Instant deadline) {
        if (turn.steps() >= limits.steps()) {
            return Optional.of(TurnProblems.tooManySteps(limits.steps()));
        }
        if (Spend.soFar(turn).tokens() >= limits.tokens()) {
            return Optional.of(TurnProblems.tooManyTokens(limits.tokens()));
        }
        if (turn.calls().stream().filter(Agent::isInvalid).count() > limits.invalidCalls()) {
            return Optional.of(TurnProblems.tooManyInvalidCalls(limits.invalidCalls()));
        }
        Map<String, Long> alike = turn.calls().stream()
                .collect(Collectors.groupingBy(
                        call -> call.tool() + " " + Canonical.hash(call.arguments()), Collectors.counting()));
        if (alike.values().stream().anyMatch(times -> times >= limits.sameCalls())) {
            return Optional.of(TurnProblems.loop(limits.sameCalls()));
        }
        if (clock.instant().isAfter(deadline)) {
            return Optional.of(TurnProblems.tooLong(limits.time()));
        }
        return Optional.empty();
    }

    private static boolean isInvalid(ToolCall call) {
        return call.error() != null && call.error().code().equals("invalid_arguments");
    }

    /** One model call; tool calls in its answer are stored before any of them runs. */
    private Optional<Outcome> step(TurnHandle handle, Toolbox toolbox, Cancellation cancellation, Writing writing) {
        List<Fact> facts = memory.of(handle.caller());
        Response response = answering.answer(handle, toolbox, facts, cancellation, writing);
        ModelReply reply = response.reply();
        if (reply.calls().size() > limits.callsPerStep()) {
            String why = "asked for " + reply.calls().size() + " tool calls at once";
            throw answering.thrownAway(handle, writing, reply, new ModelFailure(ModelFailure.Reason.BROKEN, why));
        }
        if (reply.text().isBlank() && reply.calls().isEmpty()) {
            ModelFailure why = reply.end() == ModelReply.End.REFUSED
                    ? new ModelFailure(ModelFailure.Reason.REFUSED, "it would not answer")
                    : new ModelFailure(ModelFailure.Reason.BROKEN, "answered nothing");
            throw answering.thrownAway(handle, writing, reply, why);
        }
        boolean foreign = facts.stream().anyMatch(fact -> fact.untrusted() && fact.mattersIn(handle.conversationId()));
        List<ConversationEvent> events =
                handle.look(conversation -> replies.of(conversation, handle.turnId(), response, toolbox, foreign));
        if (reply.truncated()) {
            return Optional.of(new Outcome.Failed(ReplyEvents.withoutCalls(events), TurnProblems.truncated()));
        }
        if (reply.calls().isEmpty()) {
            return Optional.of(new Outcome.Answered(events, reply.text(), response.frames()));
        }
        handle.append(events.toArray(ConversationEvent[]::new));
        return Optional.empty();
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
            if (call.state() == ToolCall.State.AWAITING_APPROVAL) {
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
}
