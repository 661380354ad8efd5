package clda.events;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** Puts the events that conversations store into an outbox. */
public final class OutgoingEvents implements Companion {

    private final Function<List<OutgoingEvent>, Write> outbox;
    private final Clock clock;

    /** @param outbox adds events to an outbox, in the transaction of the changes that they announce */
    public OutgoingEvents(Function<List<OutgoingEvent>, Write> outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        return List.of(outbox.apply(events.stream()
                .map(event -> new OutgoingEvent(
                        head.tenant(),
                        head.id(),
                        event.seq(),
                        event.turnId(),
                        event.type().publicName(),
                        event.at()))
                .toList()));
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(outbox.apply(List.of(new OutgoingEvent(
                head.tenant(),
                head.id(),
                0,
                null,
                "conversation.erased",
                clock.instant().truncatedTo(ChronoUnit.MILLIS)))));
    }
}
