package clda.agent;

import clda.conversation.ConversationEvent.ToolCompleted;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.ToolFailed;
import clda.conversation.ConversationEvent.ToolStarted;
import clda.conversation.ConversationEvent.ToolUnknown;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ToolCall;
import clda.effects.Canonical;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.llm.ModelReply;
import clda.security.Caller;
import clda.tools.ApprovalRule;
import clda.tools.ArgumentCheck;
import clda.tools.Recovery;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.ToolDefinition;
import clda.tools.ToolFailure;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries one tool call as far as it may go: known, allowed, valid, approved, recorded, done. Called again after a crash
 * or an approval, it goes on from what is stored.
 */
final class CallRunner {

    private static final Logger LOG = System.getLogger(CallRunner.class.getName());
    private static final int MOST_SENDS = 3;
    /** Clocks differ, and a request takes its time. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final ConversationLog log;
    private final EffectLedger ledger;
    private final ArgumentCheck check;
    private final Clock clock;
    private final ThreadFactory threads;
    private final long epoch;

    CallRunner(ConversationLog log, EffectLedger ledger, Clock clock, ThreadFactory threads, long epoch) {
        this.log = log;
        this.ledger = ledger;
        this.check = new ArgumentCheck();
        this.clock = clock;
        this.threads = threads;
        this.epoch = epoch;
    }

    /** Where the call is made, and for whom. */
    record Place(String conversationId, String turnId, Caller caller) {}

    /**
     * Runs the call, or says whose approval it needs first.
     *
     * @return empty if the call is settled
     */
    Optional<ApprovalRule.By> run(Place place, ToolCall call, Toolbox toolbox) {
        Optional<Tool> known = toolbox.find(call.tool());
        if (known.isEmpty()) {
            fail(place, call, List.of(), "unknown_tool", "There is no tool " + call.tool() + ".");
            return Optional.empty();
        }
        Tool tool = known.get();
        ToolDefinition definition = tool.definition();
        List<String> problems = check.problems(definition, call.arguments());
        if (!problems.isEmpty()) {
            fail(place, call, List.of(), "invalid_arguments", String.join("; ", problems));
            return Optional.empty();
        }
        Optional<ApprovalRule.By> needed = definition.approval().neededFor(call.arguments());
        if (needed.isPresent() && call.state() == ToolCall.State.requested && !isApproved(place, call)) {
            return needed;
        }
        Execution execution = new Execution(place, call, tool, (ObjectNode) call.arguments());
        switch (definition.effect()) {
            case READ -> execution.read();
            case LOCAL_TX -> execution.inOneTransaction();
            case KEYED, NATURAL, QUERYABLE, AT_MOST_ONCE -> execution.outside();
        }
        return Optional.empty();
    }

    /** Whether the call can be stored as started together with its request: it changes nothing, is valid and needs nobody. */
    boolean startsAtOnce(ModelReply.ProposedCall call, Toolbox toolbox) {
        return toolbox.find(call.tool())
                .map(Tool::definition)
                .filter(definition -> definition.effect() == EffectClass.READ
                        && check.problems(definition, call.arguments()).isEmpty()
                        && definition.approval().neededFor(call.arguments()).isEmpty())
                .isPresent();
    }

    private static boolean isApproved(Place place, ToolCall call) {
        ToolCall.PendingApproval approval = call.approval();
        return approval != null
                && approval.approved()
                && approval.hash().equals(ApprovalHash.of(place.conversationId(), call, call.arguments()));
    }

    private void fail(Place place, ToolCall call, List<clda.store.Write> alongside, String code, String message) {
        record(
                place,
                Append.of(alongside, place.turnId(), new ToolFailed(call.callId(), new ToolError(code, message))));
    }

    private void record(Place place, Append append) {
        log.append(place.conversationId(), append)
                .orElseThrow(() -> new CancellationException("the conversation was erased"));
    }

    /** One call of a known tool with valid, allowed arguments. */
    private final class Execution {
        private final Place place;
        private final ToolCall call;
        private final Tool tool;
        private final ObjectNode arguments;
        private final ToolContext context;

        Execution(Place place, ToolCall call, Tool tool, ObjectNode arguments) {
            this.place = place;
            this.call = call;
            this.tool = tool;
            this.arguments = arguments;
            String key = EffectKey.of(place.caller().tenant(), place.conversationId(), place.turnId(), call.callId());
            this.context = new ToolContext(place.caller(), place.conversationId(), place.turnId(), call.callId(), key);
        }

        void read() {
            if (call.state() != ToolCall.State.running) {
                record(place, Append.of(place.turnId(), new ToolStarted(call.callId())));
            }
            try {
                done(List.of(), callWithin(() -> tool.call(arguments, context)));
            } catch (ToolFailure failure) {
                fail(place, call, List.of(), failure.code(), message(failure));
            } catch (TimeoutException e) {
                fail(place, call, List.of(), "timeout", "The tool did not answer in time.");
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "tool " + call.tool() + " failed", e);
                fail(place, call, List.of(), "failed", "The tool failed.");
            }
        }

        void inOneTransaction() {
            if (ledger.find(context.effectKey()).isEmpty()) {
                record(
                        place,
                        Append.of(List.of(ledger.intend(effect())), place.turnId(), new ToolStarted(call.callId())));
            }
            try {
                log.appendWithin(
                        place.conversationId(),
                        place.turnId(),
                        () -> new ToolCompleted(call.callId(), tool.call(arguments, context)),
                        List.of(
                                ledger.dispatch(context.effectKey(), epoch),
                                ledger.settle(context.effectKey(), epoch, Effect.State.DONE)));
            } catch (ToolFailure failure) {
                failedBeforeDispatch(failure.code(), message(failure));
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "tool " + call.tool() + " was rolled back", e);
                failedBeforeDispatch("failed", "The tool failed; nothing was changed.");
            }
        }

        private void failedBeforeDispatch(String code, String message) {
            fail(
                    place,
                    call,
                    List.of(
                            ledger.dispatch(context.effectKey(), epoch),
                            ledger.settle(context.effectKey(), epoch, Effect.State.FAILED)),
                    code,
                    message);
        }

        void outside() {
            Effect known = ledger.find(context.effectKey()).orElse(null);
            if (known == null) {
                known = effect();
                record(place, new Append(List.of(), List.of(ledger.intend(known))));
            }
            if (!known.argumentsHash().equals(Canonical.hash(arguments))) {
                throw new IllegalStateException("effect " + known.key() + " was recorded with other arguments");
            }
            switch (known.state()) {
                case INTENT -> {
                    record(
                            place,
                            Append.of(
                                    List.of(ledger.dispatch(known.key(), epoch)),
                                    place.turnId(),
                                    new ToolStarted(call.callId())));
                    send(1);
                }
                case DISPATCHED -> afterNoAnswer(0);
                case DONE, FAILED, UNKNOWN ->
                    throw new IllegalStateException("effect " + known.key() + " is settled and its call is not");
            }
        }

        /** @param sent how often it will have been sent by this run */
        private void send(int sent) {
            try {
                settleDone(callWithin(() -> tool.call(arguments, context)));
            } catch (ToolFailure failure) {
                fail(
                        place,
                        call,
                        List.of(ledger.settle(context.effectKey(), epoch, Effect.State.FAILED)),
                        failure.code(),
                        message(failure));
            } catch (TimeoutException | OutcomeUnseen e) {
                noAnswer(e, sent);
                afterNoAnswer(sent);
            }
        }

        private void noAnswer(Exception e, int sent) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            LOG.log(Level.WARNING, "no answer from tool " + call.tool() + " at send " + sent, why);
        }

        /** It was sent, by this run or by one before it, and its end was not seen. What now is what its class is for. */
        private void afterNoAnswer(int sent) {
            Effect effect = ledger.find(context.effectKey()).orElseThrow();
            Instant firstSent = effect.sentAt() == null ? effect.changedAt() : effect.sentAt();
            switch (tool.definition().effect()) {
                case NATURAL -> sendAgain(sent);
                case KEYED -> {
                    if (clock.instant()
                            .plus(MARGIN)
                            .isBefore(firstSent.plus(recovery().keyKept()))) {
                        sendAgain(sent);
                    } else {
                        unknown();
                    }
                }
                case QUERYABLE -> ask(sent, effect.changedAt());
                case AT_MOST_ONCE -> unknown();
                case READ, LOCAL_TX -> throw new IllegalStateException(call.tool() + " has no effect outside");
            }
        }

        private Recovery recovery() {
            return tool.definition().recovery();
        }

        private void sendAgain(int sent) {
            if (sent >= MOST_SENDS) {
                unknown();
                return;
            }
            record(place, new Append(List.of(), List.of(ledger.dispatchAgain(context.effectKey(), epoch))));
            send(sent + 1);
        }

        /** Asked too early, the other side could say no and do it afterwards. */
        private void ask(int sent, Instant lastSent) {
            waitUntil(lastSent.plus(recovery().quiesce()));
            Optional<JsonNode> found;
            try {
                found = callWithin(() -> tool.lookUp(arguments, context));
            } catch (TimeoutException | ToolFailure | OutcomeUnseen e) {
                noAnswer(e, sent);
                unknown();
                return;
            }
            if (found.isPresent()) {
                settleDone(found.get());
            } else {
                sendAgain(sent);
            }
        }

        private void waitUntil(Instant time) {
            try {
                Thread.sleep(Duration.between(clock.instant(), time));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped while waiting to ask about " + call.tool());
            }
        }

        private void settleDone(JsonNode result) {
            done(List.of(ledger.settle(context.effectKey(), epoch, Effect.State.DONE)), result);
        }

        private void unknown() {
            record(
                    place,
                    Append.of(
                            List.of(ledger.settle(context.effectKey(), epoch, Effect.State.UNKNOWN)),
                            place.turnId(),
                            new ToolUnknown(call.callId(), context.effectKey())));
        }

        private void done(List<clda.store.Write> alongside, JsonNode result) {
            record(place, Append.of(alongside, place.turnId(), new ToolCompleted(call.callId(), result)));
        }

        private Effect effect() {
            return new Effect(
                    context.effectKey(),
                    place.caller().tenant(),
                    place.conversationId(),
                    place.turnId(),
                    call.callId(),
                    call.tool(),
                    tool.definition().effect(),
                    Canonical.hash(arguments),
                    Effect.State.INTENT,
                    0,
                    null,
                    clock.instant());
        }

        /** The tool runs on a thread of its own, so that one that hangs does not hold the turn. */
        private <T> T callWithin(Callable<T> work) throws TimeoutException {
            Duration timeout = tool.definition().timeout();
            FutureTask<T> task = new FutureTask<>(work);
            threads.newThread(task).start();
            try {
                return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ToolFailure failure) {
                    throw failure;
                }
                throw new OutcomeUnseen(e.getCause());
            } catch (InterruptedException e) {
                task.cancel(true);
                Thread.currentThread().interrupt();
                throw new OutcomeUnseen(e);
            } catch (TimeoutException e) {
                task.cancel(true);
                throw e;
            }
        }

        private static String message(ToolFailure failure) {
            String message = failure.getMessage();
            return message == null ? "The tool failed." : message;
        }
    }

    /** The tool was asked and gave no answer that says what it did. */
    private static final class OutcomeUnseen extends RuntimeException {
        OutcomeUnseen(@org.jspecify.annotations.Nullable Throwable cause) {
            super("the tool's outcome was not seen", cause);
        }
    }
}
