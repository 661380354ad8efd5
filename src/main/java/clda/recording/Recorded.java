package clda.recording;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.util.List;

/** With a conversation go its exchanges. */
public final class Recorded implements Companion {

    private final ExchangeBook book;

    public Recorded(ExchangeBook book) {
        this.book = book;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        return List.of();
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of(book.forget(head.id()));
    }
}
