package clda.effects;

import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record that ensures an effect happens once. Its writes are stored together with the events that tell of them. */
public interface EffectLedger {

    /**
     * Records that the effect is about to be caused, and reserves what it adds to sums: of several that would together exceed
     * one, on whatever node, only those succeed that fit.
     *
     * @return a write that fails with {@link SumReached} if a sum would be exceeded, and then stores nothing
     */
    Write intend(Effect effect, List<Charge> charges);

    /** The first charge that would currently exceed its maximum. */
    Optional<Charge> reached(List<Charge> charges);

    /**
     * Claims the right to cause the effect: the fence before the first byte leaves.
     *
     * @param epoch the claimant's, see {@link clda.store.Membership}
     * @return a write that fails with {@link NotClaimed} if the effect is not in the state INTENT
     */
    Write dispatch(String key, long epoch);

    /**
     * Claims the right to send again what was sent before and whose class allows it.
     *
     * @param sentUnder the epoch under which it was sent last, as {@link #find} has it
     */
    Write dispatchAgain(String key, long sentUnder, long epoch);

    /** Records what came of a dispatched effect; fails with {@link NotClaimed} if another has claimed it since. */
    Write settle(String key, long sentUnder, Effect.State outcome);

    /**
     * Records what a person found out about an effect in the state UNKNOWN, or about an undo that failed; fails with
     * {@link NotClaimed} for any other, and for one that was resolved before.
     */
    Write resolve(String key, Effect.State outcome, String by);

    Optional<Effect> find(String key);

    /**
     * What waits for a person: effects in the state UNKNOWN, and undos that failed; the oldest first.
     *
     * @param owner in whose conversations; null for all of the tenant
     * @param after the position to continue from; null to start with the oldest
     */
    Page<Listed<Effect>> unsettled(String tenant, @Nullable String owner, @Nullable Position after, int limit);

    /**
     * Effects that wait for a person, of one tool.
     *
     * @param owner in whose conversations
     */
    record Unsettled(String tool, String owner, long count) {}

    /** How many effects wait for a person. @param owner as in {@link #unsettled} */
    List<Unsettled> countUnsettled(String tenant, @Nullable String owner);

    /** Changes whenever the tenant's set of effects that wait for a person changes. */
    int fingerprint(String tenant);

    /** An effect would have made a sum exceed its maximum. */
    final class SumReached extends RuntimeException {
        private final transient Charge charge;

        public SumReached(Charge charge) {
            super("a sum would come to more than " + charge.max());
            this.charge = charge;
        }

        public Charge charge() {
            return charge;
        }
    }

    /** Someone else has claimed the effect, or it has already been settled. */
    final class NotClaimed extends RuntimeException {
        public NotClaimed(String key) {
            super("effect " + key + " is not ours to change");
        }
    }
}
