package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ToolError;
import clda.conversation.ConversationEvent.ToolFailed;
import clda.conversation.ConversationEvent.ToolUnknown;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.Effect;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;
import java.util.Optional;

/** Gives a call a result when its turn ends without one: failed if nothing was sent, else unknown. */
final class OpenCalls {

    private final EffectLedger ledger;

    OpenCalls(EffectLedger ledger) {
        this.ledger = ledger;
    }

    record Closing(ConversationEvent event, List<Write> alongside) {}

    /** @param lease by whose right the turn is ended */
    Closing close(Conversation conversation, Turn turn, ToolCall call, ToolError why, Lease lease) {
        String key = EffectKey.of(conversation.head().tenant(), conversation.id(), turn.id(), call.callId());
        Optional<Effect> effect = ledger.find(key);
        if (effect.isEmpty()) {
            return new Closing(new ToolFailed(call.callId(), why), List.of());
        }
        return switch (effect.get().state()) {
            case INTENT ->
                new Closing(
                        new ToolFailed(call.callId(), why),
                        List.of(
                                lease.held(),
                                ledger.dispatch(key, lease.epoch()),
                                ledger.settle(key, lease.epoch(), Effect.State.FAILED)));
            case DISPATCHED, UNKNOWN, DONE, FAILED ->
                new Closing(
                        new ToolUnknown(call.callId(), key),
                        effect.get().state() == Effect.State.DISPATCHED
                                ? List.of(
                                        lease.held(),
                                        ledger.settle(key, effect.get().epoch(), Effect.State.UNKNOWN))
                                : List.of());
        };
    }
}
