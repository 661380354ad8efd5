package clda.budget;

import clda.conversation.MessageUsage;
import clda.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lets a call be made only if its maximum cost is still available. */
public final class Budget {

    private final UsageBook book;
    private final Map<Scope, Quantity> limits;
    private final Duration longestCall;
    private final Clock clock;
    private final Supplier<String> ids;

    /**
     * @param limits scopes without one are unlimited
     * @param longestCall the time after which a call has ended, or nothing can report its usage any more
     */
    public Budget(
            UsageBook book, Map<Scope, Quantity> limits, Duration longestCall, Clock clock, Supplier<String> ids) {
        this.book = book;
        Map<Scope, Quantity> inOrder = new EnumMap<>(Scope.class);
        inOrder.putAll(limits);
        this.limits = Collections.unmodifiableMap(inOrder);
        this.longestCall = longestCall;
        this.clock = clock;
        this.ids = ids;
    }

    public Map<Scope, Quantity> limits() {
        return limits;
    }

    /** The spending of the given user and conversation, dated today. */
    public Spending spending(String tenant, String person, String conversationId) {
        return new Spending(tenant, person, conversationId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /**
     * Reserves for one call. Counting its message ends the reservation; a call without a message has to be reported with
     * {@link #unused} or {@link #uncounted}.
     *
     * @param turnId of the turn in whose budget the call is
     * @param messageId of the conversation
     * @param inTurn what the messages of the turn have used so far
     * @param max maximum usage of the call; not asked for if nothing is limited
     * @throws BudgetExceeded if less is left
     */
    public ModelCall reserve(
            Spending spending, String turnId, String messageId, Quantity inTurn, Supplier<Quantity> max) {
        ModelCall call = new ModelCall(spending, turnId, messageId, ids.get());
        if (!limits.isEmpty()) {
            book.hold(call, max.get(), clock.instant().plus(longestCall), inTurn, limits);
        }
        return call;
    }

    /** Counts the usage that a provider has reported for a message that is not in the log, and ends the reservation for it. */
    public Write counting(Spending spending, String messageId, String model, MessageUsage usage) {
        return book.count(messageId, UsageBook.Used.of(spending, model, usage));
    }

    /** The call used nothing. */
    public void unused(ModelCall call) {
        if (!limits.isEmpty()) {
            book.release(call);
        }
    }

    /**
     * The usage of the call is unknown; the maximum that it may have used counts.
     *
     * @param max maximum that the call may have used
     */
    public void uncounted(ModelCall call, Supplier<Quantity> max) {
        if (limits.isEmpty()) {
            book.estimate(call.spending(), max.get());
        } else {
            book.spend(call);
        }
    }

    /** Counts as used what nodes have reserved that died before they knew. */
    public void spendAbandoned() {
        book.spendAbandoned(clock.instant());
    }
}
