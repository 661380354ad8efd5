package clda.events;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Puts the events that conversations store into an outbox. */
public final class OutgoingEvents implements Companion {

    private final Function<List<OutgoingEvent>, Write> outbox;
    private final IntSupplier restores;
    private final Clock clock;

    /**
     * @param outbox adds events to an outbox, in the transaction of the changes that they announce
     * @param restores how often the database has been restored until now
     */
    public OutgoingEvents(Function<List<OutgoingEvent>, Write> outbox, IntSupplier restores, Clock clock) {
        this.outbox = outbox;
        this.restores = restores;
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
                        event.at(),
                        restores.getAsInt()))
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
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                restores.getAsInt()))));
    }
}
