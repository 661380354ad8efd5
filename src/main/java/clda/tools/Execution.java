package clda.tools;

import clda.effects.Charge;
import clda.effects.Effect;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.effects.GivenUp;
import clda.json.Canonical;
import clda.security.Caller;
import clda.security.Rights;
import clda.store.Fenced;
import clda.store.Lease;
import clda.store.Write;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Executes one call of a known tool with valid, allowed, approved arguments, so that its effect happens once: it is recorded
 * before it is sent, sent again only if its effect class allows that, and marked unknown if its outcome cannot be known. When
 * run again after a crash, it resumes from the state in the ledger.
 */
public final class Execution {

    private static final Logger LOG = System.getLogger(Execution.class.getName());
    private static final int MAX_SENDS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    /** Safety margin, since clocks differ and a request takes time. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** What all executions of an engine share. */
    public record Means(EffectLedger ledger, Rights rights, Clock clock, ThreadFactory threads) {}

    /**
     * One call.
     *
     * @param undoes the key of the effect that the call undoes; if that fails, a person has to deal with it; null if none
     * @param tainted whether text written by others may have caused it
     * @param timeout how long it may take from now
     * @param charges what it adds to sums; none if the amounts were reserved before
     */
    public record Call(
            Tool tool,
            ObjectNode arguments,
            Caller caller,
            String conversationId,
            String turnId,
            String callId,
            @Nullable String undoes,
            boolean tainted,
            Duration timeout,
            List<Charge> charges) {

        /** The same call with the given charges. */
        public Call charging(List<Charge> amounts) {
            return new Call(tool, arguments, caller, conversationId, turnId, callId, undoes, tainted, timeout, amounts);
        }

        public String effectKey() {
            return EffectKey.of(caller.tenant(), conversationId, turnId, callId);
        }
    }

    private final Means means;
    private final EffectLedger ledger;
    private final Call call;
    private final Tool tool;
    private final String name;
    private final CallRecorder recorder;
    private final Lease lease;
    private final ToolContext context;
    private final ToolThread thread;

    public Execution(Means means, Call call, CallRecorder recorder, Lease lease) {
        this.means = means;
        this.ledger = means.ledger();
        this.call = call;
        this.tool = call.tool();
        this.name = tool.definition().name();
        this.recorder = recorder;
        this.lease = lease;
        this.thread = new ToolThread(means.threads(), name, call.timeout());
        this.context = new ToolContext(
                call.caller(),
                call.conversationId(),
                call.turnId(),
                call.callId(),
                call.effectKey(),
                call.tainted(),
                recorder::progress,
                recorder::foreign);
    }

    /**
     * Carries it out.
     *
     * @throws Fenced if another node has taken over
     * @throws EffectLedger.SumReached if it would exceed a sum; then nothing was done and nothing is recorded
     */
    public void run() {
        switch (tool.definition().effect()) {
            case READ -> read();
            case LOCAL_TX -> inOneTransaction();
            case KEYED, NATURAL, QUERYABLE, AT_MOST_ONCE -> outside();
        }
    }

    /**
     * Why the call cannot succeed, as far as the tool can tell before a person is asked to approve it. Changes nothing.
     *
     * @return empty if it can be done, or if the tool could not find out
     */
    public Optional<ToolFailure> impossible() {
        try {
            thread.call(() -> {
                tool.check(call.arguments(), context);
                return true;
            });
            return Optional.empty();
        } catch (NotSent | TimeoutException | ToolThread.OutcomeUnseen e) {
            LOG.log(Level.WARNING, "tool " + name + " could not look whether a call can be done", e);
            return Optional.empty();
        } catch (ToolFailure failure) {
            return Optional.of(failure);
        }
    }

    /** Asks the tool to stop. What it has done by then counts. */
    public void stop() {
        thread.stop();
    }

    /** Checked just before sending: the caller may have lost the right since the call was accepted, or while it waited. */
    private boolean mayStill() {
        return means.rights()
                .now(call.caller())
                .filter(tool.definition()::mayBeUsedBy)
                .isPresent();
    }

    /** To a caller who may not use it, the tool does not exist. */
    private void refuse(List<Write> writes) {
        recorder.failed(writes, "unknown_tool", "There is no tool " + name + ".");
    }

    private void read() {
        recorder.started(List.of());
        for (int attempt = 1; ; attempt++) {
            if (!mayStill()) {
                refuse(List.of());
                return;
            }
            try {
                recorder.done(List.of(), thread.call(() -> tool.call(call.arguments(), context)));
                return;
            } catch (NotSent failure) {
                if (attempt == MAX_SENDS || thread.isStopped()) {
                    recorder.failed(List.of(), failure.code(), failure.said());
                    return;
                }
                pause(attempt);
            } catch (ToolFailure failure) {
                recorder.failed(List.of(), failure.code(), failure.said());
                return;
            } catch (TimeoutException | ToolThread.OutcomeUnseen e) {
                if (thread.isStopped()) {
                    recorder.failed(List.of(), "cancelled", "It was stopped.");
                    return;
                }
                if (e instanceof TimeoutException) {
                    recorder.failed(List.of(), "timeout", "The tool did not answer in time.");
                    return;
                }
                LOG.log(Level.WARNING, "tool " + name + " failed", e);
                if (attempt == MAX_SENDS || !tool.definition().traits().background()) {
                    recorder.failed(List.of(), "failed", "The tool failed.");
                    return;
                }
                pause(attempt);
            }
        }
    }

    private void inOneTransaction() {
        if (!mayStill()) {
            refuse(GivenUp.of(ledger, call.effectKey(), lease).writes());
            return;
        }
        if (ledger.find(call.effectKey()).isEmpty()) {
            recorder.started(List.of(ledger.intend(effect(), call.charges())));
        }
        try {
            recorder.doneWithin(
                    List.of(dispatch(), settle(Effect.State.DONE)), () -> tool.call(call.arguments(), context));
        } catch (Fenced e) {
            throw e;
        } catch (ToolFailure failure) {
            recorder.failed(List.of(dispatch(), settle(Effect.State.FAILED)), failure.code(), failure.said());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "tool " + name + " was rolled back", e);
            recorder.failed(
                    List.of(dispatch(), settle(Effect.State.FAILED)),
                    "failed",
                    "The tool failed; nothing was changed.");
        }
    }

    private Write dispatch() {
        return ledger.dispatch(call.effectKey(), lease.epoch());
    }

    /** Settles an effect that was sent under this lease. */
    private Write settle(Effect.State outcome) {
        return ledger.settle(call.effectKey(), lease.epoch(), outcome);
    }

    private void outside() {
        Effect known = ledger.find(call.effectKey()).orElse(null);
        if (known == null) {
            known = effect();
            recorder.note(List.of(ledger.intend(known, call.charges())));
        }
        if (!known.argumentsHash().equals(Canonical.hash(call.arguments()))) {
            throw new IllegalStateException("effect " + known.key() + " was recorded with other arguments");
        }
        switch (known.state()) {
            case INTENT -> {
                if (!mayStill()) {
                    refuse(GivenUp.of(ledger, known.key(), lease).writes());
                    return;
                }
                recorder.started(List.of(dispatch()));
                send(1, false);
            }
            case DISPATCHED -> afterNoAnswer(0);
            case DONE, FAILED, UNKNOWN -> {
                // Another node may have settled both meanwhile; then this is refused.
                recorder.note(List.of());
                throw new IllegalStateException("effect " + known.key() + " is settled and its call is not");
            }
        }
    }

    /**
     * @param sent how often this run has sent it, this time included
     * @param unseen whether it was sent before and its outcome was not seen: that attempt may have had the effect even if this
     *     one did not
     */
    private void send(int sent, boolean unseen) {
        while (!lease.certain()) {
            // The commit took longer than the lease: a node that took over would count this as sent.
            recorder.note(List.of());
        }
        try {
            recorder.done(List.of(settle(Effect.State.DONE)), thread.call(() -> tool.call(call.arguments(), context)));
        } catch (NotSent failure) {
            if (sent < MAX_SENDS && !thread.isStopped() && pausedAndMayStill(sent)) {
                send(sent + 1, unseen);
            } else {
                failed(failure, unseen);
            }
        } catch (ToolFailure failure) {
            failed(failure, unseen);
        } catch (TimeoutException | ToolThread.OutcomeUnseen e) {
            noAnswer(e, sent);
            afterNoAnswer(sent);
        }
    }

    private boolean pausedAndMayStill(int sent) {
        pause(sent);
        return mayStill();
    }

    private void failed(ToolFailure failure, boolean unseen) {
        if (unseen) {
            unknown(ledger.find(call.effectKey()).orElseThrow());
        } else {
            recorder.failed(List.of(settle(Effect.State.FAILED)), failure.code(), failure.said());
        }
    }

    private void noAnswer(Exception e, int sent) {
        Throwable why = e.getCause() == null ? e : e.getCause();
        LOG.log(Level.WARNING, "no answer from tool " + name + " at send " + sent, why);
    }

    /** It was sent, by this run or an earlier one, and its outcome was not seen. Its effect class decides what happens next. */
    private void afterNoAnswer(int sent) {
        Effect effect = ledger.find(call.effectKey()).orElseThrow();
        Instant firstSent = effect.sentAt() == null ? effect.changedAt() : effect.sentAt();
        if (thread.isStopped()) {
            unknown(effect);
            return;
        }
        switch (tool.definition().effect()) {
            case NATURAL -> sendAgain(sent, effect, true);
            case KEYED -> {
                if (means.clock()
                        .instant()
                        .plus(MARGIN)
                        .isBefore(firstSent.plus(recovery().keyKept()))) {
                    sendAgain(sent, effect, true);
                } else {
                    unknown(effect);
                }
            }
            case QUERYABLE -> ask(sent, effect);
            case AT_MOST_ONCE -> unknown(effect);
            case READ, LOCAL_TX -> throw new IllegalStateException(name + " has no effect outside");
        }
    }

    private Recovery recovery() {
        return tool.definition().recovery();
    }

    private void sendAgain(int sent, Effect effect, boolean unseen) {
        if (sent >= MAX_SENDS || !mayStill()) {
            unknown(effect);
            return;
        }
        recorder.note(List.of(ledger.dispatchAgain(effect.key(), effect.epoch(), lease.epoch())));
        send(sent + 1, unseen);
    }

    /**
     * Waits first: if asked too early, the remote system could answer that it knows nothing of the call and still carry it out
     * later.
     */
    private void ask(int sent, Effect effect) {
        waitUntil(effect.changedAt().plus(recovery().quiesce()));
        Thread sender = thread.last();
        Optional<JsonNode> found;
        try {
            found = thread.call(() -> tool.lookUp(call.arguments(), context));
        } catch (TimeoutException | ToolFailure | ToolThread.OutcomeUnseen e) {
            noAnswer(e, sent);
            unknown(effect);
            return;
        }
        if (found.isPresent()) {
            recorder.done(List.of(ledger.settle(effect.key(), effect.epoch(), Effect.State.DONE)), found.get());
        } else if (sender == null ? lease.mayStillRun(effect.epoch()) : sender.isAlive()) {
            // The request may still be sent: by the previous holder of the lease, if that node is still alive, or by a
            // thread
            // of this node that ignored its cancellation.
            unknown(effect);
        } else {
            sendAgain(sent, effect, false);
        }
    }

    private void waitUntil(Instant time) {
        thread.sleep(Duration.between(means.clock().instant(), time));
    }

    private void pause(int attempt) {
        thread.sleep(FIRST_PAUSE.multipliedBy(1L << attempt));
    }

    private void unknown(Effect effect) {
        recorder.unknown(List.of(ledger.settle(effect.key(), effect.epoch(), Effect.State.UNKNOWN)), effect);
    }

    private Effect effect() {
        return effectOf(call, means.clock().instant());
    }

    /** The row of the ledger for a call that has not been sent. */
    public static Effect effectOf(Call call, Instant now) {
        return new Effect(
                call.effectKey(),
                call.caller().tenant(),
                call.conversationId(),
                call.turnId(),
                call.callId(),
                call.tool().definition().name(),
                call.tool().definition().effect(),
                Canonical.hash(call.arguments()),
                Effect.State.INTENT,
                call.undoes(),
                0,
                null,
                now);
    }
}
