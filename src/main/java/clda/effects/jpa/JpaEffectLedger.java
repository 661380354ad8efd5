package clda.effects.jpa;

import clda.effects.Charge;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.security.RowSeals;
import clda.security.SealsRows;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The ledger as compare-and-set by UPDATE … WHERE state = …: of two claimants one changes a row, the other none. */
public final class JpaEffectLedger implements EffectLedger, SealsRows {

    /** As the index of effects that wait for a person has it, of the tenant ?1. */
    private static final String UNSETTLED =
            "e.tenant = ?1 and e.resolved_by is null" + " and (e.state = 'UNKNOWN' or e.state = 'FAILED' and e.undoes)";

    private static final String CONVERSATION = " join conversation c on c.id = e.conversation_id";

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
    public Page<Listed<Effect>> unsettled(String tenant, @Nullable String owner, @Nullable Position after, int limit) {
        Position from = after == null ? Position.FIRST : after;
        List<?> found = store.read(entities -> of(
                        owner,
                        entities.createNativeQuery(
                                "select e.* from effect e" + (owner == null ? "" : CONVERSATION) + " where "
                                        + UNSETTLED + (owner == null ? "" : " and c.owner = ?2")
                                        + " and (e.changed_at, e.effect_key) > (?3, ?4)"
                                        + " order by e.changed_at, e.effect_key limit ?5",
                                StoredEffect.class))
                .setParameter(1, tenant)
                .setParameter(3, from.millis())
                .setParameter(4, from.id())
                .setParameter(5, limit + 1)
                .getResultList());
        return Page.of(found.stream().map(row -> listed((StoredEffect) row)).toList(), limit, Listed::position);
    }

    private Listed<Effect> listed(StoredEffect row) {
        Position position = new Position(Instant.ofEpochMilli(row.changedAt), row.key);
        return seals.isWhole(row.sealed(), row.seal)
                ? new Listed<>(position, row.toEffect())
                : Listed.damaged(position);
    }

    @Override
    public List<Unsettled> countUnsettled(String tenant, @Nullable String owner) {
        List<?> rows = store.read(entities -> of(
                        owner,
                        entities.createNativeQuery("select e.tool, c.owner, count(*) from effect e" + CONVERSATION
                                + " where " + UNSETTLED + (owner == null ? "" : " and c.owner = ?2")
                                + " group by e.tool, c.owner"))
                .setParameter(1, tenant)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Unsettled((String) row[0], (String) row[1], ((Number) row[2]).longValue()))
                .toList();
    }

    private static Query of(@Nullable String owner, Query query) {
        return owner == null ? query : query.setParameter(2, owner);
    }

    @Override
    public int fingerprint(String tenant) {
        return Arrays.hashCode((Object[]) store.read(entities -> entities.createNativeQuery(
                        "select count(*), sum(e.changed_at % 1000003) from effect e where " + UNSETTLED)
                .setParameter(1, tenant)
                .getSingleResult()));
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
