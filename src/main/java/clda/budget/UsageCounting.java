package clda.budget;

import clda.budget.UsageBook.Used;
import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.store.Write;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Counts usage in the transaction that stores the message: each token once, even across crashes. */
public final class UsageCounting implements Companion {

    private final UsageBook book;

    public UsageCounting(UsageBook book) {
        this.book = book;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        List<Write> writes = new ArrayList<>();
        for (RecordedEvent event : events) {
            if (event.event() instanceof MessageCompleted message
                    && message.usage() != null
                    && message.model() != null) {
                Spending spending = new Spending(
                        head.tenant(), head.owner(), head.id(), LocalDate.ofInstant(event.at(), ZoneOffset.UTC));
                writes.add(book.count(message.messageId(), Used.of(spending, message.model(), message.usage())));
            }
        }
        return writes;
    }

    /** Usage is kept: it is needed for billing and reveals nothing of what was said. */
    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(book.forget(head.id()));
    }
}
