package clda.agent;

import clda.conversation.ApprovalReason;
import clda.conversation.Conversation;
import clda.conversation.IntentSource;
import clda.conversation.SumLimit;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.effects.Charge;
import clda.effects.EffectClass;
import clda.effects.EffectLedger;
import clda.json.Worded;
import clda.tools.ApprovalRule;
import clda.tools.ApprovalRule.By;
import clda.tools.Execution;
import clda.tools.Quota;
import clda.tools.ToolDefinition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Rules that decide whether a valid call of a known tool may be done now: the tool's own rule, whether the call can be undone,
 * what the model has read, and the sum with other calls.
 */
final class CallPolicy {

    private final EffectLedger ledger;
    private final Clock clock;
    private final int effectsPerTurn;

    /** @param effectsPerTurn maximum effects in a turn of a tool that does not define its own limit */
    CallPolicy(EffectLedger ledger, Clock clock, int effectsPerTurn) {
        this.ledger = ledger;
        this.clock = clock;
        this.effectsPerTurn = effectsPerTurn;
    }

    /** The decision about a call. */
    sealed interface Decision {
        /** The call may be done, and adds to sums; whether they have room is decided when it is recorded. */
        record Go(List<Charge> charges) implements Decision {}

        record Ask(Need need) implements Decision {}

        /** The call would exceed a sum that nobody may exceed. */
        record Refuse(String message) implements Decision {}
    }

    /**
     * @param byItself the approval that the call {@link #need needs} regardless of other calls
     * @param execution the call, as it would be carried out
     */
    Decision decide(Optional<Need> byItself, TurnHandle handle, ToolCall call, Execution.Call execution) {
        ToolDefinition tool = execution.tool().definition();
        Optional<By> approved = approvedBy(handle, call);
        Optional<Need> need =
                byItself.filter(needed -> approved.isEmpty() || approved.get().compareTo(needed.by()) < 0);
        boolean recordedBefore = ledger.find(execution.effectKey()).isPresent();
        if (tool.effect() == EffectClass.READ || call.undoes() != null || recordedBefore) {
            return need.<Decision>map(Decision.Ask::new).orElseGet(() -> new Decision.Go(List.of()));
        }
        Sums sums = sums(tool.approval(), execution, approved);
        if (sums.exceeded().isEmpty()) {
            return need.<Decision>map(Decision.Ask::new).orElseGet(() -> new Decision.Go(sums.charges()));
        }
        Quota reached = sums.exceeded().get();
        if (reached.beyond().by().isEmpty()) {
            return new Decision.Refuse(reached.sentence());
        }
        By by = reached.beyond().by().get();
        return new Decision.Ask(need.filter(needed -> needed.by().compareTo(by) > 0)
                .orElseGet(() -> new Need(by, ApprovalReason.SUM, sum(reached))));
    }

    /**
     * @param exceeded of the quotas that the call exceeds, the one with the most demanding {@code beyond}; empty if it exceeds
     *     none
     */
    private record Sums(List<Charge> charges, Optional<Quota> exceeded) {}

    private Sums sums(ApprovalRule rule, Execution.Call call, Optional<By> approved) {
        List<Charge> charges = new ArrayList<>();
        List<Quota> exceeded = new ArrayList<>();
        for (Quota quota : rule.quotas(effectsPerTurn)) {
            if (quota.beyond().isMetBy(approved)) {
                continue;
            }
            Optional<Charge> charge = quota.charge(call);
            if (charge.isEmpty() || ledger.reached(List.of(charge.get())).isPresent()) {
                exceeded.add(quota);
            } else {
                charges.add(charge.get());
            }
        }
        return new Sums(
                charges, exceeded.stream().max((one, other) -> one.beyond().compareTo(other.beyond())));
    }

    private static SumLimit sum(Quota quota) {
        return new SumLimit(
                quota.sumOf(),
                quota.max().toPlainString(),
                quota.per().word(),
                quota.argument(),
                quota.within() == null ? null : quota.within().toString(),
                quota.sentence());
    }

    /** The approval that the call needs regardless of other calls; empty if none. */
    static Optional<Need> need(Conversation conversation, TurnHandle handle, ToolCall call, ToolDefinition tool) {
        boolean remembered = !tool.highImpact() && conversation.remembers(call.tool());
        Optional<Need> byRule = tool.approval()
                .neededFor(call.arguments())
                .filter(by -> !(remembered && by == By.REQUESTER))
                .map(by -> new Need(by, ApprovalReason.RULE));
        if (byRule.isPresent()) {
            return byRule;
        }
        if (tool.irreversible() && call.undoes() == null && understoodHere(conversation.turn(handle.turnId()))) {
            return Optional.of(new Need(By.REQUESTER, ApprovalReason.IRREVERSIBLE));
        }
        // An undo within the server was chosen by the runtime, not by a model that may have read text written by
        // others.
        boolean chosen = call.undoes() == null || tool.effect().reachesOutside();
        return chosen && tool.highImpact() && conversation.tainted(handle.turnId())
                ? Optional.of(new Need(By.REQUESTER, ApprovalReason.TAINT))
                : Optional.empty();
    }

    /** Whether the calls of the turn come from the built-in understanding or from a bot's, not from a language model. */
    private static boolean understoodHere(Turn turn) {
        IntentRecognized intent = turn.intent();
        return intent != null && intent.source() != IntentSource.MODEL;
    }

    /** Who has approved exactly these arguments; empty if nobody has or the approval has expired. */
    private Optional<By> approvedBy(TurnHandle handle, ToolCall call) {
        ToolCall.PendingApproval approval = call.approval();
        return Stream.ofNullable(approval)
                .filter(given -> given.approved()
                        && clock.instant().isBefore(given.expiresAt())
                        && given.hash().equals(ApprovalHash.of(handle.conversationId(), call, call.arguments())))
                .map(given -> Worded.of(By.class, given.role()))
                .findFirst();
    }
}
