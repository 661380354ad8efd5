package clda.effects.jpa;

import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.Query;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compare-and-set by UPDATE … WHERE state = …: of two claimants one changes a row, the other none. */
public final class JpaEffectLedger implements EffectLedger {

    private static final String UNSETTLED =
            "e.resolvedBy is null and (e.state = :unknown or e.state = :failed and e.undoes = true)";

    private final JpaStore store;
    private final Clock clock;

    public JpaEffectLedger(JpaStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public Write intend(Effect effect) {
        return (JpaWrite) entities -> entities.persist(StoredEffect.of(effect));
    }

    @Override
    public Write dispatch(String key, long epoch) {
        return change(
                key,
                "e.sentAt = :now, e.epoch = :epoch",
                "",
                Map.of("epoch", epoch),
                Effect.State.INTENT,
                Effect.State.DISPATCHED);
    }

    @Override
    public Write dispatchAgain(String key, long sentUnder, long epoch) {
        return change(
                key,
                "e.epoch = :epoch",
                "and e.epoch = :sentUnder",
                Map.of("epoch", epoch, "sentUnder", sentUnder),
                Effect.State.DISPATCHED,
                Effect.State.DISPATCHED);
    }

    @Override
    public Write settle(String key, long sentUnder, Effect.State outcome) {
        return change(
                key, "", "and e.epoch = :sentUnder", Map.of("sentUnder", sentUnder), Effect.State.DISPATCHED, outcome);
    }

    @Override
    public Write resolve(String key, Effect.State outcome, String by) {
        return (JpaWrite) entities -> {
            int changed = entities.createQuery("update StoredEffect e set e.state = :next, e.changedAt = :now,"
                            + " e.resolvedBy = :by where e.key = :key and " + UNSETTLED)
                    .setParameter("next", outcome)
                    .setParameter("now", clock.millis())
                    .setParameter("by", by)
                    .setParameter("key", key)
                    .setParameter("unknown", Effect.State.UNKNOWN)
                    .setParameter("failed", Effect.State.FAILED)
                    .executeUpdate();
            if (changed != 1) {
                throw new NotClaimed(key);
            }
        };
    }

    private JpaWrite change(
            String key, String also, String fence, Map<String, Object> values, Effect.State from, Effect.State next) {
        String set = also.isEmpty() ? "" : ", " + also;
        return entities -> {
            Query update = entities.createQuery("update StoredEffect e set e.state = :next, e.changedAt = :now" + set
                            + " where e.key = :key and e.state = :from " + fence)
                    .setParameter("next", next)
                    .setParameter("now", clock.millis())
                    .setParameter("key", key)
                    .setParameter("from", from);
            values.forEach(update::setParameter);
            if (update.executeUpdate() != 1) {
                throw new NotClaimed(key);
            }
        };
    }

    @Override
    public Optional<Effect> find(String key) {
        return store.read(entities ->
                Optional.ofNullable(entities.find(StoredEffect.class, key)).map(StoredEffect::toEffect));
    }

    @Override
    public List<Effect> unsettled(String tenant, int limit) {
        return store.read(entities -> entities
                .createQuery(
                        "select e from StoredEffect e where e.tenant = :tenant and " + UNSETTLED
                                + " order by e.changedAt",
                        StoredEffect.class)
                .setParameter("tenant", tenant)
                .setParameter("unknown", Effect.State.UNKNOWN)
                .setParameter("failed", Effect.State.FAILED)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(StoredEffect::toEffect)
                .toList());
    }
}
