package clda.events;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Puts the events that conversations store into the outbox. */
public final class OutgoingEvents implements Companion {

    private final Outbox outbox;
    private final Clock clock;

    public OutgoingEvents(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        return List.of(outbox.put(events.stream()
                .map(event -> new OutgoingEvent(
                        head.tenant(),
                        head.id(),
                        event.seq(),
                        event.turnId(),
                        event.type().publicName(),
                        event.at(),
                        outbox.restores()))
                .toList()));
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(outbox.put(List.of(new OutgoingEvent(
                head.tenant(),
                head.id(),
                0,
                null,
                "conversation.erased",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                outbox.restores()))));
    }
}
