package clda.effects.jpa;

import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Compare-and-set by UPDATE … WHERE state = …: of two claimants one changes a row, the other none. */
public final class JpaEffectLedger implements EffectLedger {

    private static final String TO =
            "update StoredEffect e set e.state = :next, e.epoch = :epoch, e.changedAt = :now %s where e.key = :key and e.state = :from ";
    private static final String FIRST_SENT = ", e.sentAt = :now";

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
        return change(key, epoch, Effect.State.INTENT, Effect.State.DISPATCHED, FIRST_SENT, "and e.epoch < :epoch");
    }

    @Override
    public Write dispatchAgain(String key, long epoch) {
        return change(key, epoch, Effect.State.DISPATCHED, Effect.State.DISPATCHED, "", "and e.epoch <= :epoch");
    }

    @Override
    public Write settle(String key, long epoch, Effect.State outcome) {
        return change(key, epoch, Effect.State.DISPATCHED, outcome, "", "and e.epoch <= :epoch");
    }

    @Override
    public Write resolve(String key, Effect.State outcome) {
        return (JpaWrite) entities -> {
            int changed = entities.createQuery(
                            "update StoredEffect e set e.state = :next, e.changedAt = :now where e.key = :key and e.state = :from")
                    .setParameter("next", outcome)
                    .setParameter("now", clock.millis())
                    .setParameter("key", key)
                    .setParameter("from", Effect.State.UNKNOWN)
                    .executeUpdate();
            if (changed != 1) {
                throw new NotClaimed(key);
            }
        };
    }

    private JpaWrite change(String key, long epoch, Effect.State from, Effect.State next, String also, String fence) {
        return entities -> {
            int changed = entities.createQuery(TO.formatted(also) + fence)
                    .setParameter("next", next)
                    .setParameter("epoch", epoch)
                    .setParameter("now", clock.millis())
                    .setParameter("key", key)
                    .setParameter("from", from)
                    .executeUpdate();
            if (changed != 1) {
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
    public List<Effect> unknown(String tenant, int limit) {
        return store.read(entities -> entities
                .createQuery(
                        "select e from StoredEffect e where e.tenant = :tenant and e.state = :state order by e.changedAt",
                        StoredEffect.class)
                .setParameter("tenant", tenant)
                .setParameter("state", Effect.State.UNKNOWN)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(StoredEffect::toEffect)
                .toList());
    }

    @Override
    public long nextEpoch() {
        AtomicLong epoch = new AtomicLong();
        store.write((JpaWrite) entities -> {
            Number last = (Number) entities.createNativeQuery("select coalesce(max(epoch), 0) from engine_start")
                    .getSingleResult();
            epoch.set(last.longValue() + 1);
            entities.createNativeQuery("insert into engine_start (epoch, at) values (?1, ?2)")
                    .setParameter(1, epoch.get())
                    .setParameter(2, clock.millis())
                    .executeUpdate();
        });
        return epoch.get();
    }
}
