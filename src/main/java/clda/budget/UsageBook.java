package clda.budget;

import clda.conversation.ConversationEvent.Usage;
import clda.store.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where usage is counted. Shared by all nodes. */
public interface UsageBook {

    /**
     * Reserves for the message of the conversation, if what was used and what others have reserved leaves room in each limit.
     *
     * @param until when the reservation counts as used if nobody has ended it: its node has died
     * @throws BudgetExceeded if not
     */
    void hold(String messageId, Spending spending, Amount amount, Instant until, Map<Scope, Amount> limits);

    /** Gives a reservation back. */
    void release(String conversationId, String messageId);

    /** Gives a reservation back, if there is one, and counts the amount as used: nobody knows how much of it was. */
    void spend(Spending spending, String messageId, Amount amount);

    /** Counts as used what was reserved until then. */
    void spendAbandoned(Instant now);

    /** Counts what a provider has told of the message, and ends the reservation for it. */
    Write count(String messageId, Used used);

    /** Newest day first. */
    List<Used> used(String tenant, @Nullable String person, LocalDate since);

    /** All that counts for the scope now, reservations included. */
    Amount spent(Scope scope, Spending spending);

    /**
     * What was used on a day by a person with a model.
     *
     * @param cachedTokens the part of the input that was read from the provider's cache
     * @param reasoningTokens the part of the output that nobody was shown
     * @param estimatedTokens what was counted without the provider having told; not part of the others
     */
    record Used(
            Spending spending,
            String model,
            long calls,
            long inputTokens,
            long cachedTokens,
            long outputTokens,
            long reasoningTokens,
            long estimatedTokens,
            long micros) {

        private static final int LONGEST_MODEL = 100;

        static Used of(Spending spending, String model, Usage usage) {
            // A server may call its model anything, and that may not keep a message from being stored.
            String name = model.length() <= LONGEST_MODEL ? model : model.substring(0, LONGEST_MODEL);
            return new Used(
                    spending,
                    name,
                    1,
                    usage.inputTokens(),
                    orZero(usage.cachedTokens()),
                    usage.outputTokens(),
                    orZero(usage.reasoningTokens()),
                    0,
                    orZero(usage.costMicros()));
        }

        private static long orZero(@Nullable Long number) {
            return number == null ? 0 : number;
        }
    }
}
