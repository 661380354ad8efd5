package clda.budget.jpa;

import clda.budget.BudgetExceeded;
import clda.budget.ModelCall;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook;
import clda.store.Write;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usage book with one row per day, user, conversation and model, and one row per call in progress. */
public final class JpaUsageBook implements UsageBook {

    private final JpaStore store;

    public JpaUsageBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public void hold(ModelCall call, Quantity max, Instant until, Quantity inTurn, Map<Scope, Quantity> limits) {
        store.write((JpaWrite) entities -> {
            lock(entities, call.spending());
            check(entities, call, max, inTurn, limits);
            held(
                            entities,
                            "conversation_id = ?1 and message_id = ?2",
                            call.spending().conversationId(),
                            call.messageId())
                    .forEach(cutOff -> spend(entities, cutOff));
            entities.createNativeQuery("insert into usage_call (call_id, conversation_id, message_id, turn_id, tenant,"
                            + " person, day, calls, tokens, micros, until)"
                            + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
                    .setParameter(1, call.id())
                    .setParameter(2, call.spending().conversationId())
                    .setParameter(3, call.messageId())
                    .setParameter(4, call.turnId())
                    .setParameter(5, call.spending().tenant())
                    .setParameter(6, call.spending().person())
                    .setParameter(7, call.spending().day().toString())
                    .setParameter(8, max.calls())
                    .setParameter(9, max.tokens())
                    .setParameter(10, max.micros())
                    .setParameter(11, until.toEpochMilli())
                    .executeUpdate();
        });
    }

    /**
     * One after the other within a tenant, on whatever node: two may not both take what is left. Whoever changes what is reserved
     * does this first, so that no two wait for each other.
     */
    private static void lock(EntityManager entities, Spending spending) {
        entities.createNativeQuery("insert into usage_tenant (tenant, holds) values (?1, 1)"
                        + " on conflict (tenant) do update set holds = usage_tenant.holds + 1")
                .setParameter(1, spending.tenant())
                .executeUpdate();
    }

    /** Reports an exhausted budget before one that is only reserved at the moment. */
    private static void check(
            EntityManager entities, ModelCall call, Quantity max, Quantity inTurn, Map<Scope, Quantity> limits) {
        BudgetExceeded reserved = null;
        for (Map.Entry<Scope, Quantity> entry : limits.entrySet()) {
            Scope scope = entry.getKey();
            Totals totals = Totals.forCall(entities, scope, call);
            Quantity wanted = (scope == Scope.TURN ? totals.used().plus(inTurn) : totals.used()).plus(max);
            if (!wanted.isWithin(entry.getValue())) {
                throw BudgetExceeded.usedUp(scope);
            }
            if (reserved == null && !wanted.plus(totals.reserved()).isWithin(entry.getValue())) {
                Instant roomAt = roomAt(entities, scope, call, wanted.plus(totals.reserved()), entry.getValue());
                reserved = BudgetExceeded.reserved(scope, roomAt);
            }
        }
        if (reserved != null) {
            throw reserved;
        }
    }

    /** When enough calls have ended, if they use nothing of what they keep for themselves. */
    private static Instant roomAt(EntityManager entities, Scope scope, ModelCall call, Quantity all, Quantity limit) {
        Quantity left = all;
        Instant ends = Instant.EPOCH;
        for (Object[] row : Totals.reservations(entities, scope, call)) {
            left = left.minus(Totals.amount(row, 1));
            ends = Instant.ofEpochMilli(((Number) row[0]).longValue());
            if (left.isWithin(limit)) {
                break;
            }
        }
        return ends;
    }

    @Override
    public void release(ModelCall call) {
        store.write((JpaWrite) entities -> {
            lock(entities, call.spending());
            delete(entities, call.id());
        });
    }

    private static int delete(EntityManager entities, String callId) {
        return entities.createNativeQuery("delete from usage_call where call_id = ?1")
                .setParameter(1, callId)
                .executeUpdate();
    }

    @Override
    public void spend(ModelCall call) {
        store.write((JpaWrite) entities -> {
            lock(entities, call.spending());
            held(entities, "call_id = ?1", call.id()).forEach(held -> spend(entities, held));
        });
    }

    @Override
    public void estimate(Spending spending, Quantity amount) {
        store.write((JpaWrite) entities -> add(entities, Used.estimated(spending, amount)));
    }

    @Override
    public void spendAbandoned(Instant now) {
        List<Held> abandoned = store.read(entities -> held(entities, "until < ?1", now.toEpochMilli()));
        abandoned.forEach(held -> store.write((JpaWrite) entities -> {
            lock(entities, held.call().spending());
            spend(entities, held);
        }));
    }

    private record Held(ModelCall call, Quantity amount) {}

    private static List<Held> held(EntityManager entities, String condition, Object... values) {
        Query query = entities.createNativeQuery("select call_id, conversation_id, message_id, turn_id, tenant, person,"
                + " day, calls, tokens, micros from usage_call where " + condition + " order by call_id");
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        List<?> rows = query.getResultList();
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Held(
                        new ModelCall(
                                new Spending((String) row[4], (String) row[5], (String) row[1], LocalDate.parse((String)
                                        row[6])),
                                (String) row[3],
                                (String) row[2],
                                (String) row[0]),
                        Totals.amount(row, 7)))
                .toList();
    }

    /** Counts the reservation as used, once, even if several callers try. */
    private static void spend(EntityManager entities, Held held) {
        if (delete(entities, held.call().id()) == 0) {
            return;
        }
        Spending spending = held.call().spending();
        add(entities, Used.estimated(spending, held.amount()));
        entities.createNativeQuery("insert into usage_turn (conversation_id, turn_id, tenant, calls, tokens, micros)"
                        + " values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (conversation_id, turn_id) do update set"
                        + " calls = usage_turn.calls + excluded.calls,"
                        + " tokens = usage_turn.tokens + excluded.tokens,"
                        + " micros = usage_turn.micros + excluded.micros")
                .setParameter(1, spending.conversationId())
                .setParameter(2, held.call().turnId())
                .setParameter(3, spending.tenant())
                .setParameter(4, held.amount().calls())
                .setParameter(5, held.amount().tokens())
                .setParameter(6, held.amount().micros())
                .executeUpdate();
    }

    @Override
    public Write count(String messageId, Used used) {
        return (JpaWrite) entities -> {
            List<Held> held = held(
                    entities,
                    "conversation_id = ?1 and message_id = ?2",
                    used.spending().conversationId(),
                    messageId);
            if (held.isEmpty()) {
                add(entities, used);
                return;
            }
            lock(entities, used.spending());
            held.forEach(each -> delete(entities, each.call().id()));
            add(entities, used.on(held.getFirst().call().spending().day()));
        };
    }

    @Override
    public Write forget(String conversationId) {
        return (JpaWrite) entities -> entities.createNativeQuery("delete from usage_turn where conversation_id = ?1")
                .setParameter(1, conversationId)
                .executeUpdate();
    }

    private static void add(EntityManager entities, Used used) {
        entities.createNativeQuery("insert into usage_day (tenant, person, conversation_id, day, model, calls,"
                        + " input_tokens, cached_tokens, output_tokens, reasoning_tokens, estimated_tokens, micros)"
                        + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                        + " on conflict (tenant, day, person, conversation_id, model) do update set"
                        + " calls = usage_day.calls + excluded.calls,"
                        + " input_tokens = usage_day.input_tokens + excluded.input_tokens,"
                        + " cached_tokens = usage_day.cached_tokens + excluded.cached_tokens,"
                        + " output_tokens = usage_day.output_tokens + excluded.output_tokens,"
                        + " reasoning_tokens = usage_day.reasoning_tokens + excluded.reasoning_tokens,"
                        + " estimated_tokens = usage_day.estimated_tokens + excluded.estimated_tokens,"
                        + " micros = usage_day.micros + excluded.micros")
                .setParameter(1, used.spending().tenant())
                .setParameter(2, used.spending().person())
                .setParameter(3, used.spending().conversationId())
                .setParameter(4, used.spending().day().toString())
                .setParameter(5, used.model())
                .setParameter(6, used.calls())
                .setParameter(7, used.inputTokens())
                .setParameter(8, used.cachedTokens())
                .setParameter(9, used.outputTokens())
                .setParameter(10, used.reasoningTokens())
                .setParameter(11, used.estimatedTokens())
                .setParameter(12, used.micros())
                .executeUpdate();
    }

    @Override
    public Quantity spent(Scope scope, Spending spending) {
        return store.read(entities -> {
            Totals totals = Totals.of(entities, scope, spending);
            return totals.used().plus(totals.reserved());
        });
    }

    @Override
    public List<Used> used(String tenant, @Nullable String person, LocalDate since, @Nullable Place after, int limit) {
        List<?> rows = store.read(entities -> {
            Query query = entities.createNativeQuery("select day, person, model, sum(calls), sum(input_tokens),"
                            + " sum(cached_tokens), sum(output_tokens), sum(reasoning_tokens), sum(estimated_tokens), sum(micros)"
                            + " from usage_day where tenant = ?1 and day >= ?2"
                            + (person == null ? "" : " and person = ?4")
                            + (after == null
                                    ? ""
                                    : " and day <= ?5 and (day < ?5 or person > ?6 or person = ?6 and model > ?7)")
                            + " group by day, person, model order by day desc, person, model limit ?3")
                    .setParameter(1, tenant)
                    .setParameter(2, since.toString())
                    .setParameter(3, limit);
            if (person != null) {
                query.setParameter(4, person);
            }
            if (after != null) {
                query.setParameter(5, after.day().toString())
                        .setParameter(6, after.person())
                        .setParameter(7, after.model());
            }
            return query.getResultList();
        });
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Used(
                        new Spending(tenant, (String) row[1], "", LocalDate.parse((String) row[0])),
                        (String) row[2],
                        number(row[3]),
                        number(row[4]),
                        number(row[5]),
                        number(row[6]),
                        number(row[7]),
                        number(row[8]),
                        number(row[9])))
                .toList();
    }

    private static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }
}
