package clda.budget.jpa;

import clda.budget.Amount;
import clda.budget.BudgetExceeded;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row for each day, person, conversation and model; one for each reservation. */
public final class JpaUsageBook implements UsageBook {

    private static final String UNKNOWN_MODEL = "";

    private final JpaStore store;

    public JpaUsageBook(JpaStore store) {
        this.store = store;
    }

    @Override
    public void hold(String messageId, Spending spending, Amount amount, Instant until, Map<Scope, Amount> limits) {
        store.write((JpaWrite) entities -> {
            // One after the other within a tenant, on whatever node: two may not both take what is left.
            entities.createNativeQuery("insert into usage_tenant (tenant, holds) values (?1, 1)"
                            + " on conflict (tenant) do update set holds = usage_tenant.holds + 1")
                    .setParameter(1, spending.tenant())
                    .executeUpdate();
            limits.forEach((scope, limit) -> {
                if (!spent(entities, scope, spending).plus(amount).isWithin(limit)) {
                    throw new BudgetExceeded(scope);
                }
            });
            entities.createNativeQuery(
                            "insert into usage_hold (message_id, tenant, person, conversation_id, day, calls,"
                                    + " tokens, micros, until) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                                    // A turn that was taken up again asks again.
                                    + " on conflict (conversation_id, message_id) do update set until = excluded.until")
                    .setParameter(1, messageId)
                    .setParameter(2, spending.tenant())
                    .setParameter(3, spending.person())
                    .setParameter(4, spending.conversationId())
                    .setParameter(5, spending.day().toString())
                    .setParameter(6, amount.calls())
                    .setParameter(7, amount.tokens())
                    .setParameter(8, amount.micros())
                    .setParameter(9, until.toEpochMilli())
                    .executeUpdate();
        });
    }

    @Override
    public void release(String conversationId, String messageId) {
        store.write((JpaWrite) entities -> delete(entities, conversationId, messageId));
    }

    private static int delete(EntityManager entities, String conversationId, String messageId) {
        return entities.createNativeQuery("delete from usage_hold where conversation_id = ?1 and message_id = ?2")
                .setParameter(1, conversationId)
                .setParameter(2, messageId)
                .executeUpdate();
    }

    @Override
    public void spend(Spending spending, String messageId, Amount amount) {
        store.write((JpaWrite) entities -> {
            delete(entities, spending.conversationId(), messageId);
            add(entities, estimate(spending, amount));
        });
    }

    @Override
    public void spendAbandoned(Instant now) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select tenant, person, conversation_id, day, message_id, calls, tokens, micros from usage_hold where until < ?1")
                .setParameter(1, now.toEpochMilli())
                .getResultList());
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            Spending spending =
                    new Spending((String) row[0], (String) row[1], (String) row[2], LocalDate.parse((String) row[3]));
            store.write((JpaWrite) entities -> {
                // Another node may have done it in the meantime.
                if (delete(entities, spending.conversationId(), (String) row[4]) == 1) {
                    add(entities, estimate(spending, new Amount(number(row[5]), number(row[6]), number(row[7]))));
                }
            });
        }
    }

    private static Used estimate(Spending spending, Amount amount) {
        return new Used(spending, UNKNOWN_MODEL, amount.calls(), 0, 0, 0, 0, amount.tokens(), amount.micros());
    }

    @Override
    public Write count(String messageId, Used used) {
        return (JpaWrite) entities -> {
            delete(entities, used.spending().conversationId(), messageId);
            add(entities, used);
        };
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
    public Amount spent(Scope scope, Spending spending) {
        return store.read(entities -> spent(entities, scope, spending));
    }

    private static Amount spent(EntityManager entities, Scope scope, Spending spending) {
        Amount used = sum(
                entities,
                "select sum(calls), sum(input_tokens + output_tokens + estimated_tokens), sum(micros) from usage_day",
                scope,
                spending);
        return used.plus(sum(entities, "select sum(calls), sum(tokens), sum(micros) from usage_hold", scope, spending));
    }

    private static Amount sum(EntityManager entities, String select, Scope scope, Spending spending) {
        List<String> conditions = new ArrayList<>(List.of("tenant = ?1"));
        List<Object> values = new ArrayList<>(List.of(spending.tenant()));
        switch (scope) {
            case CONVERSATION -> {
                conditions.add("conversation_id = ?2");
                values.add(spending.conversationId());
            }
            case PERSON_DAY -> {
                conditions.add("day = ?2");
                values.add(spending.day().toString());
                conditions.add("person = ?3");
                values.add(spending.person());
            }
            case TENANT_DAY -> {
                conditions.add("day = ?2");
                values.add(spending.day().toString());
            }
            case TURN -> throw new IllegalArgumentException("a turn is counted in its conversation");
        }
        Query query = entities.createNativeQuery(select + " where " + String.join(" and ", conditions));
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        Object[] row = (Object[]) query.getSingleResult();
        return new Amount(number(row[0]), number(row[1]), number(row[2]));
    }

    @Override
    public List<Used> used(String tenant, @Nullable String person, LocalDate since) {
        List<?> rows = store.read(entities -> {
            Query query = entities.createNativeQuery("select day, person, model, sum(calls), sum(input_tokens),"
                    + " sum(cached_tokens), sum(output_tokens), sum(reasoning_tokens), sum(estimated_tokens), sum(micros)"
                    + " from usage_day where tenant = ?1 and day >= ?2"
                    + (person == null ? "" : " and person = ?3")
                    + " group by day, person, model order by day desc, person, model");
            query.setParameter(1, tenant).setParameter(2, since.toString());
            if (person != null) {
                query.setParameter(3, person);
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
