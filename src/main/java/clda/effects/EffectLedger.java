package clda.effects;

import clda.store.Write;
import java.util.List;
import java.util.Optional;

/** The record that an effect happens once. Its writes are stored together with the events that tell of them. */
public interface EffectLedger {

    /** Records that the effect is about to be caused. */
    Write intend(Effect effect);

    /**
     * Claims the right to cause the effect: the fence before the first byte leaves.
     *
     * @return a write that fails with {@link NotClaimed} if the effect is not in the state INTENT
     */
    Write dispatch(String key, long epoch);

    /** Claims the right to send again what an earlier start of the engine had sent and whose class allows it. */
    Write dispatchAgain(String key, long epoch);

    /** Records what came of a dispatched effect; fails with {@link NotClaimed} if another start has claimed it since. */
    Write settle(String key, long epoch, Effect.State outcome);

    /** Records what a person found out about an effect in the state UNKNOWN; fails with {@link NotClaimed} otherwise. */
    Write resolve(String key, Effect.State outcome);

    Optional<Effect> find(String key);

    List<Effect> unknown(String tenant, int limit);

    /** The number of this start of the engine: higher than any before. */
    long nextEpoch();

    /** Somebody else has claimed the effect, or it has already been settled. */
    final class NotClaimed extends RuntimeException {
        public NotClaimed(String key) {
            super("effect " + key + " is not ours to change");
        }
    }
}
