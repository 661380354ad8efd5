package clda.effects.jpa;

import clda.effects.Charge;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Compare-and-set by UPDATE … WHERE state = …: of two claimants one changes a row, the other none. */
public final class JpaEffectLedger implements EffectLedger, SealsRows {

    private static final String UNSETTLED =
            "e.resolvedBy is null and (e.state = :unknown or e.state = :failed and e.undoes = true)";

    private final JpaStore store;
    private final RowSeals seals;
    private final EffectSums sums;
    private final Clock clock;

    public JpaEffectLedger(JpaStore store, RowSeals seals, Clock clock) {
        this.store = store;
        this.seals = seals;
        this.sums = new EffectSums(seals);
        this.clock = clock;
    }

    @Override
    public Write intend(Effect effect, List<Charge> charges) {
        return (JpaWrite) entities -> {
            sums.reserve(entities, effect, charges);
            StoredEffect row = StoredEffect.of(effect);
            row.seal = seals.seal(row.sealed());
            entities.persist(row);
            // Others in the same transaction add it up.
            entities.flush();
        };
    }

    @Override
    public Optional<Charge> reached(List<Charge> charges) {
        if (charges.isEmpty()) {
            return Optional.empty();
        }
        return store.read(entities -> charges.stream()
                .filter(charge -> !sums.fits(entities, charge, clock.millis()))
                .findFirst());
    }

    @Override
    public Write dispatch(String key, long epoch) {
        return change(key, row -> row.is(Effect.State.INTENT), row -> {
            row.state = Effect.State.DISPATCHED.name();
            row.epoch = epoch;
            row.sentAt = clock.millis();
        });
    }

    @Override
    public Write dispatchAgain(String key, long sentUnder, long epoch) {
        return change(key, row -> wasSent(row, sentUnder), row -> row.epoch = epoch);
    }

    @Override
    public Write settle(String key, long sentUnder, Effect.State outcome) {
        return change(key, row -> wasSent(row, sentUnder), row -> row.state = outcome.name());
    }

    private static boolean wasSent(StoredEffect row, long under) {
        return row.is(Effect.State.DISPATCHED) && row.epoch == under;
    }

    @Override
    public Write resolve(String key, Effect.State outcome, String by) {
        return change(key, JpaEffectLedger::isUnsettled, row -> {
            row.state = outcome.name();
            row.resolvedBy = by;
        });
    }

    private static boolean isUnsettled(StoredEffect row) {
        return row.resolvedBy == null && (row.is(Effect.State.UNKNOWN) || row.is(Effect.State.FAILED) && row.undoes);
    }

    /** Of two that change a row at the same time one finds the state and the epoch that it has read, the other does not. */
    private JpaWrite change(String key, Predicate<StoredEffect> allowed, Consumer<StoredEffect> change) {
        return entities -> {
            entities.flush();
            StoredEffect row = entities.find(StoredEffect.class, key);
            if (row == null || !allowed.test(row)) {
                throw new NotClaimed(key);
            }
            entities.detach(row);
            seals.check(row.sealed(), row.seal);
            String from = row.state;
            long fromEpoch = row.epoch;
            change.accept(row);
            row.changedAt = clock.millis();
            int changed = entities.createQuery("update StoredEffect e set e.state = :state, e.epoch = :epoch,"
                            + " e.sentAt = :sentAt, e.resolvedBy = :resolvedBy, e.changedAt = :changedAt, e.seal = :seal"
                            + " where e.key = :key and e.state = :from and e.epoch = :fromEpoch")
                    .setParameter("state", row.state)
                    .setParameter("epoch", row.epoch)
                    .setParameter("sentAt", row.sentAt)
                    .setParameter("resolvedBy", row.resolvedBy)
                    .setParameter("changedAt", row.changedAt)
                    .setParameter("seal", seals.seal(row.sealed()))
                    .setParameter("key", key)
                    .setParameter("from", from)
                    .setParameter("fromEpoch", fromEpoch)
                    .executeUpdate();
            if (changed != 1) {
                throw new NotClaimed(key);
            }
        };
    }

    @Override
    public Optional<Effect> find(String key) {
        Optional<StoredEffect> row =
                store.read(entities -> Optional.ofNullable(entities.find(StoredEffect.class, key)));
        row.ifPresent(found -> seals.check(found.sealed(), found.seal));
        return row.map(StoredEffect::toEffect);
    }

    @Override
    public List<Effect> unsettled(String tenant, int limit) {
        return store.read(entities -> entities
                .createQuery(
                        "select e from StoredEffect e where e.tenant = :tenant and " + UNSETTLED
                                + " order by e.changedAt",
                        StoredEffect.class)
                .setParameter("tenant", tenant)
                .setParameter("unknown", Effect.State.UNKNOWN.name())
                .setParameter("failed", Effect.State.FAILED.name())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .filter(row -> seals.isWhole(row.sealed(), row.seal))
                .map(StoredEffect::toEffect)
                .toList());
    }

    @Override
    public boolean isUnsealed() {
        return store.hasOnly("effect", "seal is null");
    }

    @Override
    public void sealExisting() {
        store.write((JpaWrite) entities -> entities.createQuery(
                        "select e from StoredEffect e where e.seal is null", StoredEffect.class)
                .getResultList()
                .forEach(row -> row.seal = seals.seal(row.sealed())));
    }
}
