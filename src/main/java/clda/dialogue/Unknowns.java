package clda.dialogue;

import clda.conversation.CallEvent.ToolResolved;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.DraftEvent;
import clda.conversation.Resolution;
import clda.conversation.ToolCall;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnStarted;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.json.Json;
import clda.json.Worded;
import clda.nlu.Language;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Role;
import clda.security.Subject;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.tools.Tool;
import clda.tools.ToolContext;
import clda.tools.Toolbox;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Unknown outcomes, and failed undos, that wait for a person to resolve them. The resolution is posted to the conversation.
 */
public final class Unknowns {

    /** What a person has found out, or wants done. */
    public enum Verdict implements Worded {
        DONE,
        NOT_DONE,
        /** It was not done, and is to be done now. */
        RUN_AGAIN
    }

    private final ConversationLog log;
    private final Lanes lanes;
    private final EffectLedger ledger;
    private final TaskBook tasks;
    private final Toolbox tools;

    Unknowns(ConversationLog log, Lanes lanes, EffectLedger ledger, TaskBook tasks, Toolbox tools) {
        this.log = log;
        this.lanes = lanes;
        this.ledger = ledger;
        this.tasks = tasks;
        this.tools = tools;
    }

    /**
     * An effect that waits for a person.
     *
     * @param canBeAsked whether the remote system can be asked for the outcome
     */
    public record Open(Effect effect, ToolCall call, String requester, boolean maySettle, boolean canBeAsked) {}

    /**
     * Effects that this caller may settle, and the caller's own, oldest first. Effects that cannot be read are listed as
     * damaged.
     *
     * @param after where to continue; null to start with the oldest
     */
    public Page<Listed<Open>> openFor(Caller caller, @Nullable Position after, int limit) {
        Page<Listed<Effect>> page = ledger.unsettled(caller.tenant(), ownerFor(caller), after, limit);
        return page.with(page.items().stream()
                .flatMap(row ->
                        row.isDamaged() ? Stream.of(Listed.<Open>damaged(row.position())) : open(caller, row).stream())
                .toList());
    }

    private Optional<Listed<Open>> open(Caller caller, Listed<Effect> row) {
        try {
            return row.whole().flatMap(effect -> seen(effect, caller)).map(open -> new Listed<>(row.position(), open));
        } catch (KeyRing.Damaged e) {
            return Optional.of(Listed.damaged(row.position()));
        }
    }

    /** The owner of the conversations whose open effects the caller may see; null for all owners. */
    private static @Nullable String ownerFor(Caller caller) {
        return isInOffice(caller) ? null : caller.user();
    }

    private static boolean isInOffice(Caller caller) {
        return caller.is(Role.APPROVER) || caller.is(Role.ADMIN);
    }

    /** The number of open effects that this caller may see, and of those that this caller may settle. */
    public WaitingCount countFor(Caller caller) {
        long all = 0;
        long forCaller = 0;
        for (EffectLedger.Unsettled open : ledger.countUnsettled(caller.tenant(), ownerFor(caller))) {
            all += open.count();
            forCaller += maySettle(caller, open.tool(), open.owner()) ? open.count() : 0;
        }
        return new WaitingCount(all, forCaller);
    }

    /** A value that changes when the unsettled effects of a tenant change. */
    public int fingerprint(String tenant) {
        return ledger.fingerprint(tenant);
    }

    private boolean maySettle(Caller caller, String tool, String requester) {
        boolean othersDecide = tools.find(tool)
                .filter(known -> known.definition().approval().asksApprovers())
                .isPresent();
        return othersDecide
                ? isInOffice(caller) && !Subject.alike(requester, caller.user())
                : isInOffice(caller) || requester.equals(caller.user());
    }

    private Optional<Open> seen(Effect effect, Caller caller) {
        if (!effect.tenant().equals(caller.tenant())) {
            return Optional.empty();
        }
        return log.view(effect.conversationId(), conversation -> {
                    Turn turn = conversation.turn(effect.turnId());
                    String requester = turn.by().user();
                    if (!isInOffice(caller) && !requester.equals(caller.user())) {
                        return Optional.<Open>empty();
                    }
                    boolean canBeAsked =
                            tools.find(effect.tool()).filter(Tool::canBeAsked).isPresent();
                    return Optional.of(new Open(
                            effect,
                            turn.call(effect.callId()),
                            requester,
                            maySettle(caller, effect.tool(), requester),
                            canBeAsked));
                })
                .flatMap(Function.identity());
    }

    private Open require(Caller caller, String key) {
        Open open = ledger.find(key)
                .flatMap(effect -> seen(effect, caller))
                .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such effect."));
        if (!open.maySettle()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Someone else with the approver role has to resolve this.");
        }
        return open;
    }

    /**
     * Asks the remote system for the outcome; changes nothing.
     *
     * @return what the call would have returned; empty if the remote system knows nothing of the call
     */
    public Optional<JsonNode> check(Caller caller, String key) {
        Open open = require(caller, key);
        Tool tool = tools.find(open.effect().tool())
                .filter(Tool::canBeAsked)
                .orElseThrow(
                        () -> new Refused(Refused.Kind.INVALID, "The remote system of this tool cannot be asked."));
        Caller requester = log.view(
                        open.effect().conversationId(),
                        conversation ->
                                Lanes.requester(conversation, open.effect().turnId()))
                .orElseThrow(Refused::noSuchConversation);
        try {
            return tool.lookUp(
                    (ObjectNode) open.call().arguments(),
                    new ToolContext(
                            requester,
                            open.effect().conversationId(),
                            open.effect().turnId(),
                            open.effect().callId(),
                            key,
                            false,
                            (percent, note) -> {},
                            () -> {}));
        } catch (RuntimeException e) {
            throw new Refused(Refused.Kind.AWAY, "The remote system did not answer. Ask again later.");
        }
    }

    /** Records the outcome that a person has found out. */
    public void settle(Caller caller, String key, Verdict verdict, @Nullable String reason) {
        Open open = require(caller, key);
        try {
            Opening opened = log.append(
                            open.effect().conversationId(),
                            conversation -> settling(conversation, open, caller, verdict, reason))
                    .orElseThrow(Refused::noSuchConversation)
                    .result();
            lanes.run(open.effect().conversationId(), opened);
        } catch (EffectLedger.NotClaimed e) {
            throw new Refused(Refused.Kind.ALREADY_DECIDED, "This has already been resolved.");
        }
    }

    private Decided<Opening> settling(
            Conversation conversation, Open open, Caller caller, Verdict verdict, @Nullable String reason) {
        Effect effect = open.effect();
        ToolCall call = conversation.turn(effect.turnId()).call(effect.callId());
        Resolution found = verdict == Verdict.DONE ? Resolution.DONE : Resolution.NOT_DONE;
        TurnStarted tells = verdict == Verdict.RUN_AGAIN
                ? again(conversation, effect)
                : told(conversation, effect, call, found, caller);
        Opening opening = lanes.opening(conversation, tells);
        List<DraftEvent> events = new ArrayList<>();
        events.add(new DraftEvent(effect.turnId(), new ToolResolved(effect.callId(), found, caller.user(), reason)));
        events.addAll(opening.events());
        List<Write> writes = new ArrayList<>(opening.alongside());
        writes.add(ledger.resolve(
                effect.key(), found == Resolution.DONE ? Effect.State.DONE : Effect.State.FAILED, caller.user()));
        ToolCall.Task task = call.task();
        if (task != null) {
            writes.add(tasks.resolve(
                    task.taskId(),
                    found == Resolution.DONE ? BackgroundTask.State.COMPLETED : BackgroundTask.State.FAILED));
        }
        return new Decided<>(new Append(events, writes), opening);
    }

    private static TurnStarted told(
            Conversation conversation, Effect effect, ToolCall call, Resolution found, Caller caller) {
        ObjectNode outcome = Json.MAPPER.createObjectNode();
        if (found == Resolution.DONE) {
            outcome.put("outcome", "done");
        } else {
            outcome.put("error", "not_done").put("message", "It was not done.");
        }
        outcome.put("checkedBy", caller.user());
        Language language = Spoken.in(conversation);
        return new TurnStarted(
                        language.choose(
                                caller.name() + " has checked what came of an earlier call.",
                                caller.name() + " 已核实之前的操作。"),
                        conversation.turn(effect.turnId()).by(),
                        null,
                        conversation.tip(),
                        new Trigger(
                                Trigger.Kind.RESOLVED,
                                effect.turnId() + "/" + effect.callId(),
                                call.tool(),
                                call.arguments(),
                                outcome))
                .untrusted(conversation.tainted(effect.turnId()));
    }

    private static TurnStarted again(Conversation conversation, Effect effect) {
        return new TurnStarted(
                        Spoken.in(conversation).choose("It was not done before; run it again.", "之前没有完成，请再执行一次。"),
                        conversation.turn(effect.turnId()).by(),
                        null,
                        conversation.tip(),
                        new Trigger(Trigger.Kind.AGAIN, effect.turnId() + "/" + effect.callId(), null, null, null))
                .untrusted(conversation.tainted(effect.turnId()));
    }
}
