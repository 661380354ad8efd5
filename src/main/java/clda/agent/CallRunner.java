package clda.agent;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.Because;
import clda.conversation.ConversationEvent.IntentRecognized;
import clda.conversation.ConversationEvent.Source;
import clda.conversation.ConversationEvent.TaskStarted;
import clda.conversation.ConversationEvent.ToolCompleted;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.ToolFailed;
import clda.conversation.ConversationEvent.ToolProgress;
import clda.conversation.ConversationEvent.ToolStarted;
import clda.conversation.ConversationEvent.ToolUnknown;
import clda.conversation.ConversationLog;
import clda.conversation.EventCodec;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.effects.GivenUp;
import clda.llm.Cancellation;
import clda.llm.ModelReply;
import clda.store.Write;
import clda.tools.ApprovalRule;
import clda.tools.ArgumentCheck;
import clda.tools.CallRecorder;
import clda.tools.Execution;
import clda.tools.Tool;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one tool call as far as it may go: known, allowed, valid, approved, then done. Called again after a crash or an
 * approval, it goes on from what is stored, and checks again what it checked before.
 */
final class CallRunner {

    private static final int TASK_ID_DIGITS = 26;

    private final ConversationLog log;
    private final Execution.Means means;
    private final BackgroundTasks tasks;
    private final ArgumentCheck check = new ArgumentCheck();
    private final Clock clock;

    CallRunner(ConversationLog log, Execution.Means means, BackgroundTasks tasks) {
        this.log = log;
        this.means = means;
        this.tasks = tasks;
        this.clock = means.clock();
    }

    /**
     * Runs the call, or says whose approval it needs first.
     *
     * @return empty if the call is settled
     */
    Optional<Need> run(Place place, ToolCall call, Toolbox toolbox, Cancellation cancellation) {
        Optional<Tool> known = toolbox.find(call.tool());
        if (known.isEmpty()) {
            noLonger(place, call);
            return Optional.empty();
        }
        Tool tool = known.get();
        ToolDefinition definition = tool.definition();
        List<String> problems = check.problems(definition, call.arguments());
        if (!problems.isEmpty()) {
            fail(place, call, tool, "invalid_arguments", String.join("; ", problems));
            return Optional.empty();
        }
        if (call.state() == ToolCall.State.requested) {
            Optional<Need> needed = view(place, conversation -> need(conversation, place, call, definition));
            if (needed.isPresent() && !isApproved(place, call)) {
                return needed;
            }
        }
        if (definition.traits().background()) {
            begin(place, call, definition);
            return Optional.empty();
        }
        Execution execution =
                new Execution(means, execution(place, call, tool), recorder(place, call, tool), place.lease());
        // A tool that only looks can be left at once; one that acts says first what it has done.
        try (Cancellation.Registration stopping =
                definition.effect() == EffectClass.READ ? cancellation.onCancel(execution::stop) : () -> {}) {
            execution.run();
        }
        return Optional.empty();
    }

    /** Whether the call can be stored as started together with its request: it changes nothing, is valid and needs nobody. */
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

    /** The tool is gone, or the caller may no longer use it. What may have been sent before stays unknown. */
    private void noLonger(Place place, ToolCall call) {
        String key = EffectKey.of(place.caller().tenant(), place.conversationId(), place.turnId(), call.callId());
        GivenUp givenUp = GivenUp.of(means.ledger(), key, place.lease());
        if (givenUp.unknown()) {
            append(place, givenUp.writes(), new ToolUnknown(call.callId(), key));
        } else {
            append(
                    place,
                    givenUp.writes(),
                    new ToolFailed(
                            call.callId(), new ToolError("unknown_tool", "There is no tool " + call.tool() + ".")));
        }
    }

    private static Optional<Need> need(
            Conversation conversation, Place place, ToolCall call, ToolDefinition definition) {
        Optional<ApprovalRule.By> byRule = definition.approval().neededFor(call.arguments());
        boolean remembered = !definition.highImpact() && conversation.remembers(call.tool());
        if (byRule.isPresent() && !(remembered && byRule.get() == ApprovalRule.By.requester)) {
            return Optional.of(new Need(byRule.get(), Because.rule));
        }
        if (definition.irreversible() && understoodHere(conversation.turn(place.turnId()))) {
            return Optional.of(new Need(ApprovalRule.By.requester, Because.irreversible));
        }
        // What is taken back within the server was chosen by the runtime, not by a model that may have read something.
        boolean chosen = call.undoes() == null || definition.effect().reachesOutside();
        return chosen && definition.highImpact() && conversation.tainted(place.turnId())
                ? Optional.of(new Need(ApprovalRule.By.requester, Because.taint))
                : Optional.empty();
    }

    /** Whether the calls of the turn come from the built-in understanding or a bot's, not from a language model. */
    private static boolean understoodHere(Turn turn) {
        IntentRecognized intent = turn.intent();
        return intent != null && intent.source() != Source.model;
    }

    /** Approved, for exactly these arguments, and not so long ago that the permission has ended before it was used. */
    private boolean isApproved(Place place, ToolCall call) {
        ToolCall.PendingApproval approval = call.approval();
        return approval != null
                && approval.approved()
                && clock.instant().isBefore(approval.expiresAt())
                && approval.hash().equals(ApprovalHash.of(place.conversationId(), call, call.arguments()));
    }

    private void begin(Place place, ToolCall call, ToolDefinition definition) {
        String key = EffectKey.of(place.caller().tenant(), place.conversationId(), place.turnId(), call.callId());
        String taskId = "task-" + key.substring(0, TASK_ID_DIGITS);
        ObjectNode begun = EventCodec.JSON.createObjectNode();
        begun.put("taskId", taskId).put("state", "running");
        begun.put("note", "The result will come into the conversation by itself.");
        append(
                place,
                List.of(tasks.begin(taskId, place, call.callId(), definition.timeout())),
                new ToolStarted(call.callId()),
                new TaskStarted(taskId, call.callId(), call.tool()),
                new ToolCompleted(call.callId(), begun));
        tasks.begun(taskId);
    }

    private Execution.Call execution(Place place, ToolCall call, Tool tool) {
        return new Execution.Call(
                tool,
                (ObjectNode) call.arguments(),
                place.caller(),
                place.conversationId(),
                place.turnId(),
                call.callId(),
                call.undoes() != null,
                view(place, conversation -> conversation.tainted(place.turnId())),
                tool.definition().timeout());
    }

    /** An undo that never came to be sent is in the ledger all the same: its failure is a person's matter. */
    private void fail(Place place, ToolCall call, Tool tool, String code, String message) {
        List<Write> alongside = new ArrayList<>();
        if (call.undoes() != null && call.arguments() instanceof ObjectNode) {
            Effect effect = Execution.effectOf(execution(place, call, tool), clock.instant());
            if (means.ledger().find(effect.key()).isEmpty()) {
                long epoch = place.lease().epoch();
                alongside.add(means.ledger().intend(effect));
                alongside.add(means.ledger().dispatch(effect.key(), epoch));
                alongside.add(means.ledger().settle(effect.key(), epoch, Effect.State.FAILED));
            }
        }
        append(place, alongside, new ToolFailed(call.callId(), new ToolError(code, message)));
    }

    private void append(Place place, List<Write> alongside, ConversationEvent... events) {
        log.append(place.conversationId(), place.append(alongside, events))
                .orElseThrow(() -> new CancellationException("the conversation was erased"));
    }

    private <T> T view(Place place, java.util.function.Function<Conversation, T> look) {
        return log.view(place.conversationId(), look)
                .orElseThrow(() -> new CancellationException("the conversation was erased"));
    }

    private CallRecorder recorder(Place place, ToolCall call, Tool tool) {
        String callId = call.callId();
        ProgressPace pace = new ProgressPace();
        return new CallRecorder() {
            private boolean started = call.state() == ToolCall.State.running;
            private volatile boolean foreign = tool.definition().traits().untrusted();

            private @Nullable Boolean untrusted() {
                return foreign ? true : null;
            }

            @Override
            public void note(List<Write> alongside) {
                append(place, alongside);
            }

            @Override
            public void started(List<Write> alongside) {
                if (!started) {
                    append(place, alongside, new ToolStarted(callId));
                    started = true;
                } else if (!alongside.isEmpty()) {
                    append(place, alongside);
                }
            }

            @Override
            public void doneWithin(List<Write> alongside, Supplier<JsonNode> work) {
                log.appendWithin(
                        place.conversationId(),
                        place.turnId(),
                        () -> {
                            JsonNode result = work.get();
                            return new ToolCompleted(callId, result, untrusted());
                        },
                        place.append(alongside).alongside());
            }

            @Override
            public void done(List<Write> alongside, JsonNode result) {
                append(place, alongside, new ToolCompleted(callId, result, untrusted()));
            }

            @Override
            public void failed(List<Write> alongside, String code, String message) {
                append(place, alongside, new ToolFailed(callId, new ToolError(code, message), untrusted()));
            }

            @Override
            public void foreign() {
                foreign = true;
            }

            @Override
            public void unknown(List<Write> alongside, Effect effect) {
                append(place, alongside, new ToolUnknown(callId, effect.key()));
            }

            @Override
            public void progress(int percent, @Nullable String note) {
                if (pace.isDue(percent)) {
                    append(place, List.of(), new ToolProgress(callId, percent, note));
                }
            }
        };
    }
}
