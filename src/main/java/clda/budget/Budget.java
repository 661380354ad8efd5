package clda.budget;

import clda.conversation.ConversationEvent.Usage;
import clda.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lets a call be made only if all that it may cost is left. */
public final class Budget {

    /** A call is over long before. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private final UsageBook book;
    private final Map<Scope, Amount> limits;
    private final Map<Scope, Amount> shared;
    private final Clock clock;

    /** @param limits scopes without one are unlimited */
    public Budget(UsageBook book, Map<Scope, Amount> limits, Clock clock) {
        this.book = book;
        this.limits = Map.copyOf(limits);
        Map<Scope, Amount> others = new EnumMap<>(Scope.class);
        others.putAll(limits);
        others.remove(Scope.TURN);
        this.shared = others;
        this.clock = clock;
    }

    public Map<Scope, Amount> limits() {
        return limits;
    }

    /** What is spent now by whoever asks. */
    public Spending spending(String tenant, String person, String conversationId) {
        return new Spending(tenant, person, conversationId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /**
     * Reserves for the message that the call is to give. Counting that message ends the reservation; a call without one is to be
     * told of by {@link #unused} or {@link #uncounted}.
     *
     * @param messageId of the conversation
     * @param inTurn what the turn has used so far
     * @param most what the call may use; not asked for if nothing is limited
     * @throws BudgetExceeded if less is left
     */
    public void reserve(Spending spending, String messageId, Amount inTurn, Supplier<Amount> most) {
        if (limits.isEmpty()) {
            return;
        }
        Amount wanted = most.get();
        if (!inTurn.plus(wanted).isWithin(limits.getOrDefault(Scope.TURN, Amount.UNLIMITED))) {
            throw new BudgetExceeded(Scope.TURN);
        }
        if (!shared.isEmpty()) {
            book.hold(messageId, spending, wanted, clock.instant().plus(LONGEST_CALL), shared);
        }
    }

    /** Counts what a provider has told of a message that is not in the log, and ends the reservation for it. */
    public Write counting(Spending spending, String messageId, String model, Usage usage) {
        return book.count(messageId, UsageBook.Used.of(spending, model, usage));
    }

    /** The call used nothing. */
    public void unused(Spending spending, String messageId) {
        if (!shared.isEmpty()) {
            book.release(spending.conversationId(), messageId);
        }
    }

    /** Nobody has told what the call used; all that it might counts. */
    public void uncounted(Spending spending, String messageId, Amount most) {
        book.spend(spending, messageId, most);
    }

    /** Counts as used what nodes have reserved that died before they knew. */
    public void spendAbandoned() {
        book.spendAbandoned(clock.instant());
    }
}
