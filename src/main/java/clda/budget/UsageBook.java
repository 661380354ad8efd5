package clda.budget;

import clda.conversation.MessageUsage;
import clda.store.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The store of usage and reservations, shared by all nodes. */
public interface UsageBook {

    /**
     * Reserves for the call, if what was used and what other messages have reserved leaves room in each limit. A reservation of
     * an earlier call for the same message is of one that a crash has cut off: it does not stand in the way of the turn to
     * which it belongs, and from now on it counts as used.
     *
     * @param max maximum usage of the call
     * @param until when the reservation counts as used if it has not been ended: its node has died
     * @param inTurn what the messages of the turn have used
     * @throws BudgetExceeded if not
     */
    void hold(ModelCall call, Quantity max, Instant until, Quantity inTurn, Map<Scope, Quantity> limits);

    /** Releases the call's reservation. */
    void release(ModelCall call);

    /** Counts all that is reserved for the call as used, once: it is unknown how much of it was used. */
    void spend(ModelCall call);

    /** Counts as used an amount that was not reserved and whose exact usage was not reported. */
    void estimate(Spending spending, Quantity amount);

    /** Counts as used what was reserved until then. */
    void spendAbandoned(Instant now);

    /**
     * Counts the usage that a provider has reported for the message, on the day on which it was reserved, and ends the
     * reservation for it.
     */
    Write count(String messageId, Used used);

    /** Forgets what only the conversation needs; what was used by day stays. */
    Write forget(String conversationId);

    /**
     * By day, person and model; the newest day first, within it by person and model.
     *
     * @param person null for all of the tenant
     * @param after where to go on; null to begin with the newest day
     */
    List<Used> used(String tenant, @Nullable String person, LocalDate since, @Nullable Place after, int limit);

    /** Where a row of {@link #used} stands among the others. */
    record Place(LocalDate day, String person, String model) {}

    /**
     * All that counts for the scope now, reservations included.
     *
     * @throws IllegalArgumentException for a turn, of which the log has the rest
     */
    Quantity spent(Scope scope, Spending spending);

    /**
     * What was used on a day by a person with a model.
     *
     * @param cachedTokens the part of the input that was read from the provider's cache
     * @param reasoningTokens the part of the output that was not shown to anyone
     * @param estimatedTokens tokens that were counted without a report from the provider; not included in the others
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

        /** The model name under which estimated usage is counted. */
        private static final String UNKNOWN_MODEL = "";

        /** The maximum that may have been used, when the usage was not reported. */
        public static Used estimated(Spending spending, Quantity max) {
            return new Used(spending, UNKNOWN_MODEL, max.calls(), 0, 0, 0, 0, max.tokens(), max.micros());
        }

        public Place place() {
            return new Place(spending.day(), spending.person(), model);
        }

        /** A copy for that day. */
        public Used on(LocalDate day) {
            return new Used(
                    new Spending(spending.tenant(), spending.person(), spending.conversationId(), day),
                    model,
                    calls,
                    inputTokens,
                    cachedTokens,
                    outputTokens,
                    reasoningTokens,
                    estimatedTokens,
                    micros);
        }

        private static final int LONGEST_MODEL = 100;

        static Used of(Spending spending, String model, MessageUsage usage) {
            // A provider's model name may have any length; it must not prevent a message from being stored.
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
