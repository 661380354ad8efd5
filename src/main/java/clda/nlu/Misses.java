package clda.nlu;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.nlu.MissedSentences.Missed;
import clda.nlu.MissedSentences.Why;
import clda.store.Write;
import java.util.ArrayList;
import java.util.List;

/** Records sentences that were not understood, in the transaction that stores them. */
public final class Misses implements Companion {

    private final MissedSentences missed;

    public Misses(MissedSentences missed) {
        this.missed = missed;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        List<Write> writes = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (event.event() instanceof IntentRecognized recognized
                    && recognized.intent().equals(Interpretation.UNKNOWN)
                    && event.turnId() != null) {
                writes.add(missed.put(new Missed(head.tenant(), head.id(), event.turnId(), Why.UNKNOWN, event.at())));
            }
        }
        return writes;
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(missed.removeOf(head.id()));
    }
}
