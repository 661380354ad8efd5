package clda.agent;

import clda.conversation.CallEvent.TaskStarted;
import clda.conversation.CallEvent.ToolCompleted;
import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolProgress;
import clda.conversation.CallEvent.ToolStarted;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.effects.GivenUp;
import clda.json.Json;
import clda.llm.Cancellation;
import clda.llm.ModelReply;
import clda.logging.Ids;
import clda.store.Write;
import clda.tools.ArgumentCheck;
import clda.tools.CallRecorder;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one tool call as far as possible: known, allowed, valid, approved, done. Called again after a crash or an approval, it
 * continues from what is stored and repeats its checks.
 */
final class CallRunner {

    private static final int TASK_ID_DIGITS = 26;

    private final Execution.Means means;
    private final BackgroundTasks tasks;
    private final CallPolicy policy;
    private final ArgumentCheck check = new ArgumentCheck();
    private final Clock clock;

    /** @param effectsPerTurn maximum effects in a turn of a tool that does not define its own limit */
    CallRunner(Execution.Means means, BackgroundTasks tasks, int effectsPerTurn) {
        this.policy = new CallPolicy(means.ledger(), means.clock(), effectsPerTurn);
        this.means = means;
        this.tasks = tasks;
        this.clock = means.clock();
    }

    /**
     * Runs the call, or returns the approval that it needs first.
     *
     * @return empty if the call is settled
     */
    Optional<Need> run(TurnHandle handle, ToolCall call, Toolbox toolbox, Cancellation cancellation) {
        try (Ids.Scope scope =
                Ids.of(handle.conversationId(), handle.turnId(), call.callId()).open()) {
            return proceed(handle, call, toolbox, cancellation);
        }
    }

    private Optional<Need> proceed(TurnHandle handle, ToolCall call, Toolbox toolbox, Cancellation cancellation) {
        Optional<Tool> known = toolbox.find(call.tool());
        if (known.isEmpty()) {
            noLonger(handle, call);
            return Optional.empty();
        }
        Tool tool = known.get();
        ToolDefinition definition = tool.definition();
        List<String> problems = check.problems(definition, call.arguments());
        if (!problems.isEmpty()) {
            fail(handle, call, tool, "invalid_arguments", String.join("; ", problems));
            return Optional.empty();
        }
        Execution.Call execution = execution(handle, call, tool);
        if (call.state() != ToolCall.State.REQUESTED) {
            carryOut(handle, call, execution, cancellation);
            return Optional.empty();
        }
        while (true) {
            try {
                Optional<Need> need =
                        handle.look(conversation -> CallPolicy.need(conversation, handle, call, definition));
                switch (policy.decide(need, handle, call, execution)) {
                    case CallPolicy.Decision.Ask ask -> {
                        // No approval is requested for a call that cannot be done.
                        Optional<ToolFailure> impossible = new Execution(
                                        means, execution, recorder(handle, call, tool), handle.lease())
                                .impossible();
                        if (impossible.isEmpty()) {
                            return Optional.of(ask.need());
                        }
                        fail(
                                handle,
                                call,
                                tool,
                                impossible.get().code(),
                                String.valueOf(impossible.get().getMessage()));
                    }
                    case CallPolicy.Decision.Refuse refuse -> fail(handle, call, tool, "too_much", refuse.message());
                    case CallPolicy.Decision.Go go ->
                        carryOut(handle, call, execution.charging(go.charges()), cancellation);
                }
                return Optional.empty();
            } catch (EffectLedger.SumReached meanwhile) {
                // Another call was recorded first, so the decision is no longer valid.
            }
        }
    }

    private void carryOut(TurnHandle handle, ToolCall call, Execution.Call what, Cancellation cancellation) {
        ToolDefinition definition = what.tool().definition();
        if (definition.traits().background()) {
            begin(handle, call, what);
            return;
        }
        Execution execution = new Execution(means, what, recorder(handle, call, what.tool()), handle.lease());
        // A tool that only reads can be abandoned at once; one that acts first reports what it has done.
        try (Cancellation.Registration stopping =
                definition.effect() == EffectClass.READ ? cancellation.onCancel(execution::stop) : () -> {}) {
            execution.run();
        }
    }

    /**
     * Whether the call can be stored as started together with its request: it changes nothing, is valid and needs no approval.
     */
    boolean startsAtOnce(ModelReply.ProposedCall call, Toolbox toolbox) {
        return toolbox.find(call.tool())
                .map(Tool::definition)
                .filter(definition -> definition.effect() == EffectClass.READ
                        && !definition.highImpact()
                        && !definition.traits().background()
                        && check.problems(definition, call.arguments()).isEmpty()
                        && definition.approval().neededFor(call.arguments()).isEmpty())
                .isPresent();
    }

    /**
     * Ends a call whose tool is gone or may no longer be used by the caller. If it may have been sent before, its outcome stays
     * unknown.
     */
    private void noLonger(TurnHandle handle, ToolCall call) {
        String key = EffectKey.of(handle.caller().tenant(), handle.conversationId(), handle.turnId(), call.callId());
        GivenUp givenUp = GivenUp.of(means.ledger(), key, handle.lease());
        if (givenUp.unknown()) {
            handle.append(givenUp.writes(), new ToolUnknown(call.callId(), key));
        } else {
            handle.append(
                    givenUp.writes(),
                    new ToolFailed(
                            call.callId(), new ToolError("unknown_tool", "There is no tool " + call.tool() + ".")));
        }
    }

    /** Starts the call as a background task. What it adds to sums is reserved when it starts. */
    private void begin(TurnHandle handle, ToolCall call, Execution.Call what) {
        String key = what.effectKey();
        String taskId = "task-" + key.substring(0, TASK_ID_DIGITS);
        ObjectNode begun = Json.MAPPER.createObjectNode();
        begun.put("taskId", taskId).put("state", "running");
        begun.put("note", "The result is posted to the conversation when it is ready.");
        List<Write> alongside = new ArrayList<>();
        alongside.add(tasks.begin(taskId, handle, call.callId(), what.timeout()));
        if (what.tool().definition().effect() != EffectClass.READ) {
            alongside.add(means.ledger().intend(Execution.effectOf(what, clock.instant()), what.charges()));
        }
        handle.append(
                alongside,
                new ToolStarted(call.callId()),
                new TaskStarted(taskId, call.callId(), call.tool()),
                new ToolCompleted(call.callId(), begun));
        tasks.begun(taskId);
    }

    private Execution.Call execution(TurnHandle handle, ToolCall call, Tool tool) {
        return new Execution.Call(
                tool,
                (ObjectNode) call.arguments(),
                handle.caller(),
                handle.conversationId(),
                handle.turnId(),
                call.callId(),
                call.undoes() == null
                        ? null
                        : EffectKey.of(
                                handle.caller().tenant(),
                                handle.conversationId(),
                                call.undoes().turnId(),
                                call.undoes().callId()),
                handle.look(conversation -> conversation.tainted(handle.turnId())),
                tool.definition().timeout(),
                List.of());
    }

    /**
     * Fails the call. An undo is recorded in the ledger even if it was never sent, because a person has to deal with its
     * failure.
     */
    private void fail(TurnHandle handle, ToolCall call, Tool tool, String code, String message) {
        List<Write> alongside = new ArrayList<>();
        if (call.undoes() != null && call.arguments() instanceof ObjectNode) {
            Effect effect = Execution.effectOf(execution(handle, call, tool), clock.instant());
            if (means.ledger().find(effect.key()).isEmpty()) {
                long epoch = handle.lease().epoch();
                alongside.add(means.ledger().intend(effect, List.of()));
                alongside.add(means.ledger().dispatch(effect.key(), epoch));
                alongside.add(means.ledger().settle(effect.key(), epoch, Effect.State.FAILED));
            }
        }
        handle.append(alongside, new ToolFailed(call.callId(), new ToolError(code, message)));
    }

    private CallRecorder recorder(TurnHandle handle, ToolCall call, Tool tool) {
        String callId = call.callId();
        ProgressPace pace = new ProgressPace();
        return new CallRecorder() {
            private boolean started = call.state() == ToolCall.State.RUNNING;
            private volatile boolean foreign = tool.definition().traits().untrusted();

            private @Nullable Boolean untrusted() {
                return foreign ? true : null;
            }

            @Override
            public void note(List<Write> alongside) {
                handle.append(alongside);
            }

            @Override
            public void started(List<Write> alongside) {
                if (!started) {
                    handle.append(alongside, new ToolStarted(callId));
                    started = true;
                } else if (!alongside.isEmpty()) {
                    handle.append(alongside);
                }
            }

            @Override
            public void doneWithin(List<Write> alongside, Supplier<JsonNode> work) {
                handle.log()
                        .appendWithin(
                                handle.conversationId(),
                                handle.turnId(),
                                () -> {
                                    JsonNode result = work.get();
                                    return new ToolCompleted(callId, result, untrusted());
                                },
                                handle.guarded(alongside).alongside());
            }

            @Override
            public void done(List<Write> alongside, JsonNode result) {
                handle.append(alongside, new ToolCompleted(callId, result, untrusted()));
            }

            @Override
            public void failed(List<Write> alongside, String code, String message) {
                handle.append(alongside, new ToolFailed(callId, new ToolError(code, message), untrusted()));
            }

            @Override
            public void foreign() {
                foreign = true;
            }

            @Override
            public void unknown(List<Write> alongside, Effect effect) {
                handle.append(alongside, new ToolUnknown(callId, effect.key()));
            }

            @Override
            public void progress(int percent, @Nullable String note) {
                if (pace.isDue(percent)) {
                    handle.append(List.of(), new ToolProgress(callId, percent, note));
                }
            }
        };
    }
}
