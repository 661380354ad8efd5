package clda.effects.jpa;

import clda.effects.Charge;
import clda.effects.Effect;
import clda.effects.EffectLedger.SumReached;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sums of effects. A sum is made anew of the effects that may have happened, so that one that certainly did not, or was
 * undone, is out of it by the change of its row alone. What was added to a scope is numbered without gaps, later numbers
 * at later times; each row is sealed, and so is the last number, so that what was removed or moved to another time is noticed.
 * A sum that is damaged has no room.
 */
final class EffectSums {

    /** From the last one that no longer counts, so that its time is seen; the latest first. */
    private static final String ADDED = "select s.number, s.effect_key, s.amount, s.made_at, s.seal, "
            + Stream.of(StoredEffect.COLUMNS).map(column -> "e." + column).collect(Collectors.joining(", "))
            + " from effect_sum s join effect e on e.effect_key = s.effect_key where s.scope = ?1 and s.number >="
            + " (select coalesce(max(o.number), 0) from effect_sum o where o.scope = ?1 and o.made_at <= ?2)"
            + " order by s.number desc";

    private static final int OF_THE_SUM = 5;

    private static final String UNDOING = "select " + String.join(", ", StoredEffect.COLUMNS)
            + " from effect where state = 'DONE' and undoes_key in (select effect_key from effect_sum where scope = ?1)";

    private final RowSeals seals;

    EffectSums(RowSeals seals) {
        this.seals = seals;
    }

    /** How far the numbers of a scope go, when the last was made, and what of it counts. */
    private record Sum(long last, long lastMadeAt, BigDecimal millionths) {}

    /** Adds the effect's charges, or fails with {@link SumReached}. */
    void reserve(EntityManager entities, Effect effect, List<Charge> charges) {
        if (charges.stream().anyMatch(Charge::shared)) {
            lock(entities, effect.tenant());
        }
        long now = effect.changedAt().toEpochMilli();
        // Several quotas may bound the same sum, each for another time; it is added to once.
        Map<Charge, Sum> sums = new LinkedHashMap<>();
        Set<String> scopes = new HashSet<>();
        for (Charge charge : charges) {
            Sum sum = sum(entities, charge, now)
                    .filter(before -> charge.fits(before.millionths()))
                    .orElseThrow(() -> new SumReached(charge));
            if (scopes.add(charge.scope())) {
                sums.put(charge, sum);
            }
        }
        sums.forEach((charge, sum) -> add(entities, charge, sum, effect.key(), now));
    }

    /** Whether a charge has room now. */
    boolean fits(EntityManager entities, Charge charge, long now) {
        return sum(entities, charge, now)
                .filter(before -> charge.fits(before.millionths()))
                .isPresent();
    }

    /**
     * Nodes that share a database add one after the other. A transaction holds one such row for each tenant in it; one that
     * carries a single write holds one, so that two of those never wait for each other.
     */
    private static void lock(EntityManager entities, String tenant) {
        change(entities, "insert into effect_sum_lock (tenant, taken) values (?1, 0) on conflict do nothing", tenant);
        change(entities, "update effect_sum_lock set taken = taken + 1 where tenant = ?1", tenant);
    }

    private void add(EntityManager entities, Charge charge, Sum sum, String key, long now) {
        String scope = charge.scope();
        long millionths = charge.millionths();
        long number = sum.last() + 1;
        long madeAt = Math.max(now, sum.lastMadeAt());
        change(
                entities,
                "insert into effect_sum (scope, number, effect_key, amount, made_at, seal) values (?1, ?2, ?3, ?4, ?5, ?6)",
                scope,
                number,
                key,
                millionths,
                madeAt,
                seals.seal(row(scope, number, key, millionths, madeAt)));
        byte[] seal = seals.seal(new Row("scope of sums", scope, number));
        int changed = sum.last() == 0
                ? change(
                        entities,
                        "insert into effect_sum_scope (scope, last_number, seal) values (?1, ?2, ?3)",
                        scope,
                        number,
                        seal)
                : change(
                        entities,
                        "update effect_sum_scope set last_number = ?2, seal = ?3 where scope = ?1 and last_number = ?4",
                        scope,
                        number,
                        seal,
                        sum.last());
        if (changed != 1) {
            throw new IllegalStateException("somebody else has added to the sum " + scope);
        }
    }

    private static Row row(String scope, Object number, Object key, Object millionths, Object madeAt) {
        return new Row("effect_sum", scope + "/" + number, key, millionths, madeAt);
    }

    /** Empty if it is damaged. */
    private Optional<Sum> sum(EntityManager entities, Charge charge, long now) {
        String scope = charge.scope();
        long from =
                charge.within() == null ? Long.MIN_VALUE : now - charge.within().toMillis();
        Optional<Long> last = last(entities, scope);
        List<@Nullable Object[]> added = rows(entities, ADDED, scope, from);
        Set<String> takenBack = added.isEmpty() ? Set.of() : takenBack(entities, scope);
        BigDecimal sum = BigDecimal.ZERO;
        long expected = last.orElse(-1L);
        long lastMadeAt = 0;
        boolean reachesBack = expected == 0;
        for (@Nullable Object[] columns : added) {
            if (number(columns[0]) > expected && expected == last.orElse(-1L)) {
                // Added after the last number was read.
                continue;
            }
            long madeAt = number(columns[3]);
            boolean whole = number(columns[0]) == expected
                    && seals.isWhole(
                            row(scope, text(columns[0]), columns[1], columns[2], columns[3]), (byte[]) columns[4])
                    && isWhole(columns, OF_THE_SUM);
            if (!whole) {
                expected = -1;
                break;
            }
            lastMadeAt = Math.max(lastMadeAt, madeAt);
            boolean counts = !Effect.State.FAILED.name().equals(columns[OF_THE_SUM + StoredEffect.STATE])
                    && !takenBack.contains(text(columns[1]));
            if (madeAt > from && counts) {
                sum = sum.add(BigDecimal.valueOf(number(columns[2])));
            }
            reachesBack = madeAt <= from || expected == 1;
            expected--;
        }
        if (expected < 0 || !reachesBack) {
            seals.damaged("sum of effects " + scope, null);
            return Optional.empty();
        }
        return Optional.of(new Sum(last.orElse(0L), lastMadeAt, sum));
    }

    /** 0 for a scope to which nothing was added; empty if it is damaged. */
    private Optional<Long> last(EntityManager entities, String scope) {
        Optional<@Nullable Object[]> head = head(entities, scope);
        if (head.isEmpty()) {
            boolean nothing = rows(entities, "select number, scope from effect_sum where scope = ?1", scope)
                    .isEmpty();
            // Outside of a transaction the first may have been added between the two.
            head = nothing ? head : head(entities, scope);
            if (head.isEmpty()) {
                return nothing ? Optional.of(0L) : Optional.empty();
            }
        }
        @Nullable Object[] columns = head.get();
        return seals.isWhole(new Row("scope of sums", scope, columns[0]), (byte[]) columns[1])
                ? Optional.of(number(columns[0]))
                : Optional.empty();
    }

    private static Optional<@Nullable Object[]> head(EntityManager entities, String scope) {
        return rows(entities, "select last_number, seal from effect_sum_scope where scope = ?1", scope).stream()
                .findFirst();
    }

    /** The keys of effects that were undone, for certain. */
    private Set<String> takenBack(EntityManager entities, String scope) {
        Set<String> keys = new HashSet<>();
        for (@Nullable Object[] columns : rows(entities, UNDOING, scope)) {
            if (isWhole(columns, 0)) {
                keys.add(text(columns[StoredEffect.UNDOES_KEY]));
            }
        }
        return keys;
    }

    private boolean isWhole(@Nullable Object[] columns, int from) {
        int seal = from + StoredEffect.COLUMNS.length - 1;
        return seals.isWhole(
                new Row("effect", text(columns[from]), Arrays.copyOfRange(columns, from + 1, seal)),
                (byte[]) columns[seal]);
    }

    private static long number(@Nullable Object column) {
        return column instanceof Number number ? number.longValue() : -1;
    }

    private static String text(@Nullable Object column) {
        return String.valueOf(column);
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object[]> rows(EntityManager entities, String sql, Object... parameters) {
        var query = entities.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.getResultList();
    }

    private static int change(EntityManager entities, String sql, Object... parameters) {
        var update = entities.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            update.setParameter(i + 1, parameters[i]);
        }
        return update.executeUpdate();
    }
}
