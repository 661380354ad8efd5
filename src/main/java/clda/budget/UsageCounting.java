package clda.budget;

import clda.budget.UsageBook.Used;
import clda.conversation.Companion;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.Usage;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts usage in the transaction that stores the message: each token once, whatever crashes. */
public final class UsageCounting implements Companion {

    private static final int LONGEST_MODEL = 100;

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
                Usage usage = message.usage();
                writes.add(book.count(
                        message.messageId(),
                        new Used(
                                new Spending(
                                        head.tenant(),
                                        head.owner(),
                                        head.id(),
                                        LocalDate.ofInstant(event.at(), ZoneOffset.UTC)),
                                shortened(message.model()),
                                1,
                                usage.inputTokens(),
                                orZero(usage.cachedTokens()),
                                usage.outputTokens(),
                                orZero(usage.reasoningTokens()),
                                0,
                                orZero(usage.costMicros()))));
            }
        }
        return writes;
    }

    /** A server may call its model anything, and that may not keep the message from being stored. */
    private static String shortened(String model) {
        return model.length() <= LONGEST_MODEL ? model : model.substring(0, LONGEST_MODEL);
    }

    private static long orZero(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    /** How much was used stays: who pays wants to know, and it says nothing of what was said. */
    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of();
    }
}
