package clda.kit.memory;

import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.store.Write;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ledger in memory. */
public final class MemoryLedger implements EffectLedger {

    private final MemoryStore store;
    private final Clock clock;

    public MemoryLedger(MemoryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Write intend(Effect effect) {
        return (MemoryWrite) state -> {
            if (state.effects.putIfAbsent(effect.key(), effect) != null) {
                throw new IllegalStateException("effect " + effect.key() + " is there");
            }
        };
    }

    @Override
    public Write dispatch(String key, long epoch) {
        return change(
                key, effect -> effect.state() == Effect.State.INTENT, Effect.State.DISPATCHED, epoch, clock.instant());
    }

    @Override
    public Write dispatchAgain(String key, long sentUnder, long epoch) {
        return change(key, sent(sentUnder), Effect.State.DISPATCHED, epoch, null);
    }

    @Override
    public Write settle(String key, long sentUnder, Effect.State outcome) {
        return change(key, sent(sentUnder), outcome, sentUnder, null);
    }

    private static Predicate<Effect> sent(long epoch) {
        return effect -> effect.state() == Effect.State.DISPATCHED && effect.epoch() == epoch;
    }

    @Override
    public Write resolve(String key, Effect.State outcome, String by) {
        return (MemoryWrite) state -> {
            Effect effect = state.effects.get(key);
            if (effect == null || !isUnsettled(effect) || !state.resolved.add(key)) {
                throw new NotClaimed(key);
            }
            state.effects.put(key, in(effect, outcome, effect.epoch(), null));
        };
    }

    private MemoryWrite change(
            String key, Predicate<Effect> from, Effect.State next, long epoch, @Nullable Instant sentAt) {
        return state -> {
            Effect effect = state.effects.get(key);
            if (effect == null || !from.test(effect)) {
                throw new NotClaimed(key);
            }
            state.effects.put(key, in(effect, next, epoch, sentAt));
        };
    }

    private Effect in(Effect effect, Effect.State next, long epoch, @Nullable Instant sentAt) {
        return new Effect(
                effect.key(),
                effect.tenant(),
                effect.conversationId(),
                effect.turnId(),
                effect.callId(),
                effect.tool(),
                effect.effectClass(),
                effect.argumentsHash(),
                next,
                effect.undoes(),
                epoch,
                sentAt == null ? effect.sentAt() : sentAt,
                clock.instant());
    }

    @Override
    public Optional<Effect> find(String key) {
        return Optional.ofNullable(store.state().effects.get(key));
    }

    @Override
    public List<Effect> unsettled(String tenant, int limit) {
        return store.state().effects.values().stream()
                .filter(effect -> effect.tenant().equals(tenant)
                        && isUnsettled(effect)
                        && !store.state().resolved.contains(effect.key()))
                .limit(limit)
                .toList();
    }

    private static boolean isUnsettled(Effect effect) {
        return effect.state() == Effect.State.UNKNOWN || effect.state() == Effect.State.FAILED && effect.undoes();
    }

    /** All rows. */
    public List<Effect> all() {
        return List.copyOf(store.state().effects.values());
    }
}
