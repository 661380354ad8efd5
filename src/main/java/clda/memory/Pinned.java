package clda.memory;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.util.List;

/** With a conversation go the facts that mattered only in it. */
public final class Pinned implements Companion {

    private final FactBook book;

    public Pinned(FactBook book) {
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
