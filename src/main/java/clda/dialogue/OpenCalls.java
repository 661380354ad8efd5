package clda.dialogue;

import clda.conversation.CallEvent.ToolFailed;
import clda.conversation.CallEvent.ToolUnknown;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent;
import clda.conversation.ToolCall;
import clda.conversation.ToolError;
import clda.conversation.Turn;
import clda.effects.EffectKey;
import clda.effects.EffectLedger;
import clda.effects.GivenUp;
import clda.store.Lease;
import clda.store.Write;
import java.util.List;

/** Gives open calls a result when their turn ends: failed if nothing was sent, otherwise unknown. */
final class OpenCalls {

    private final EffectLedger ledger;

    OpenCalls(EffectLedger ledger) {
        this.ledger = ledger;
    }

    record Closing(ConversationEvent event, List<Write> alongside) {}

    /** @param lease the lease under which the turn is ended */
    Closing close(Conversation conversation, Turn turn, ToolCall call, ToolError why, Lease lease) {
        String key = EffectKey.of(conversation.head().tenant(), conversation.id(), turn.id(), call.callId());
        GivenUp givenUp = GivenUp.of(ledger, key, lease);
        return new Closing(
                givenUp.unknown() ? new ToolUnknown(call.callId(), key) : new ToolFailed(call.callId(), why),
                givenUp.writes());
    }
}
