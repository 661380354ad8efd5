package clda.kit.memory;

import clda.effects.Charge;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.kit.memory.MemoryStore.MemoryWrite;
import clda.kit.memory.MemoryStore.State;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger in memory. */
public final class MemoryLedger implements EffectLedger {

    /** What an effect adds to a sum. */
    record Added(String key, Charge charge, Instant at) {}

    private final MemoryStore store;
    private final Clock clock;

    public MemoryLedger(MemoryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Write intend(Effect effect, List<Charge> charges) {
        return (MemoryWrite) state -> {
            for (Charge charge : charges) {
                if (!fits(state, charge, effect.changedAt())) {
                    throw new SumReached(charge);
                }
            }
            charges.stream()
                    .collect(Collectors.toMap(Charge::scope, Function.identity(), (one, same) -> one))
                    .values()
                    .forEach(charge -> state.sums.add(new Added(effect.key(), charge, effect.changedAt())));
            if (state.effects.putIfAbsent(effect.key(), effect) != null) {
                throw new IllegalStateException("effect " + effect.key() + " is there");
            }
        };
    }

    @Override
    public Optional<Charge> reached(List<Charge> charges) {
        return charges.stream()
                .filter(charge -> !fits(store.state(), charge, clock.instant()))
                .findFirst();
    }

    private static boolean fits(State state, Charge charge, Instant now) {
        return charge.fits(state.sums.stream()
                .filter(added -> added.charge().scope().equals(charge.scope())
                        && (charge.within() == null || added.at().isAfter(now.minus(charge.within())))
                        && counts(state, added.key()))
                .map(added -> BigDecimal.valueOf(added.charge().millionths()))
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static boolean counts(State state, String key) {
        boolean failed = state.effects.get(key).state() == Effect.State.FAILED;
        return !failed
                && state.effects.values().stream()
                        .noneMatch(effect -> key.equals(effect.undoes()) && effect.state() == Effect.State.DONE);
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
    public Page<Listed<Effect>> unsettled(String tenant, @Nullable String owner, @Nullable Position after, int limit) {
        return MemoryPages.of(
                unsettled(tenant, owner), effect -> new Position(effect.changedAt(), effect.key()), after, limit);
    }

    private Stream<Effect> unsettled(String tenant, @Nullable String owner) {
        return store.state().effects.values().stream()
                .filter(effect -> effect.tenant().equals(tenant)
                        && isUnsettled(effect)
                        && !store.state().resolved.contains(effect.key())
                        && (owner == null || owner.equals(owner(effect))));
    }

    private String owner(Effect effect) {
        return store.state().heads.get(effect.conversationId()).owner();
    }

    @Override
    public List<Unsettled> countUnsettled(String tenant, @Nullable String owner) {
        return unsettled(tenant, owner)
                .map(effect -> new Unsettled(effect.tool(), owner(effect), 1))
                .toList();
    }

    @Override
    public int fingerprint(String tenant) {
        return unsettled(tenant, null).toList().hashCode();
    }

    private static boolean isUnsettled(Effect effect) {
        return effect.state() == Effect.State.UNKNOWN
                || effect.state() == Effect.State.FAILED && effect.undoes() != null;
    }

    /** All rows. */
    public List<Effect> all() {
        return List.copyOf(store.state().effects.values());
    }
}
