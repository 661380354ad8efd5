package clda.effects;

import clda.store.Lease;
import clda.store.Write;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of an effect whose call will not be continued.
 *
 * @param unknown whether it may have happened: it was sent and its end was not seen
 * @param writes what records that; to be stored together with the end of the call
 */
public record GivenUp(boolean unknown, List<Write> writes) {

    public static GivenUp of(EffectLedger ledger, String key, Lease lease) {
        Optional<Effect> effect = ledger.find(key);
        if (effect.isEmpty()) {
            return new GivenUp(false, List.of(lease.held()));
        }
        return switch (effect.get().state()) {
            case INTENT ->
                new GivenUp(
                        false,
                        List.of(
                                lease.held(),
                                ledger.dispatch(key, lease.epoch()),
                                ledger.settle(key, lease.epoch(), Effect.State.FAILED)));
            case DISPATCHED ->
                new GivenUp(
                        true,
                        List.of(lease.held(), ledger.settle(key, effect.get().epoch(), Effect.State.UNKNOWN)));
            case UNKNOWN, DONE, FAILED -> new GivenUp(true, List.of(lease.held()));
        };
    }
}
