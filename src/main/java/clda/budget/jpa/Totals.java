package clda.budget.jpa;

import clda.budget.ModelCall;
import clda.budget.Quantity;
import clda.budget.Scope;
import clda.budget.Spending;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a scope, read in one statement: counting moves an amount from reserved to used, and must not be seen halfway.
 *
 * @param reserved by calls for other messages than that which is asked for
 */
record Totals(Quantity used, Quantity reserved) {

    private static final String SUM =
            "coalesce(sum(calls), 0) as calls, coalesce(sum(%s), 0) as tokens," + " coalesce(sum(micros), 0) as micros";

    /** Conditions in SQL and their values. */
    private record Where(List<String> conditions, List<Object> values) {

        static Where of(Scope scope, Spending spending, @Nullable String turnId) {
            Where where = new Where(new ArrayList<>(), new ArrayList<>());
            where.is("tenant", spending.tenant());
            switch (scope) {
                case TURN -> {
                    if (turnId == null) {
                        throw new IllegalArgumentException("the log has what a turn has used");
                    }
                    where.is("conversation_id", spending.conversationId()).is("turn_id", turnId);
                }
                case CONVERSATION -> where.is("conversation_id", spending.conversationId());
                case PERSON_DAY -> where.is("day", spending.day().toString()).is("person", spending.person());
                case TENANT_DAY -> where.is("day", spending.day().toString());
            }
            return where;
        }

        Where is(String column, Object value) {
            conditions.add(column + " = ?");
            values.add(value);
            return this;
        }

        Where others(ModelCall call) {
            conditions.add("not (conversation_id = ? and message_id = ?)");
            values.add(call.spending().conversationId());
            values.add(call.messageId());
            return this;
        }

        String sql() {
            return " where " + String.join(" and ", conditions);
        }
    }

    static Totals of(EntityManager entities, Scope scope, Spending spending) {
        return read(entities, scope, Where.of(scope, spending, null), Where.of(scope, spending, null));
    }

    static Totals forCall(EntityManager entities, Scope scope, ModelCall call) {
        Where used = Where.of(scope, call.spending(), call.turnId());
        Where reserved = Where.of(scope, call.spending(), call.turnId()).others(call);
        return read(entities, scope, used, reserved);
    }

    private static Totals read(EntityManager entities, Scope scope, Where used, Where reserved) {
        String usedBy = scope == Scope.TURN
                ? SUM.formatted("tokens") + " from usage_turn"
                : SUM.formatted("input_tokens + output_tokens + estimated_tokens") + " from usage_day";
        Object[] row = (Object[]) query(
                        entities,
                        "select u.calls, u.tokens, u.micros, r.calls, r.tokens, r.micros from (select " + usedBy
                                + used.sql() + ") u, (select " + SUM.formatted("tokens") + " from usage_call"
                                + reserved.sql() + ") r",
                        used,
                        reserved)
                .getSingleResult();
        return new Totals(amount(row, 0), amount(row, 3));
    }

    /** The calls for other messages that keep something for themselves, those first that end first: until, calls, tokens, micros. */
    static List<Object[]> reservations(EntityManager entities, Scope scope, ModelCall call) {
        Where where = Where.of(scope, call.spending(), call.turnId()).others(call);
        List<?> rows = query(
                        entities,
                        "select until, calls, tokens, micros from usage_call" + where.sql() + " order by until",
                        where)
                .getResultList();
        return rows.stream().map(Object[].class::cast).toList();
    }

    private static Query query(EntityManager entities, String sql, Where... wheres) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (int i = 0; i < sql.length(); i++) {
            numbered.append(sql.charAt(i));
            if (sql.charAt(i) == '?') {
                numbered.append(++number);
            }
        }
        Query query = entities.createNativeQuery(numbered.toString());
        int position = 0;
        for (Where where : wheres) {
            for (Object value : where.values) {
                query.setParameter(++position, value);
            }
        }
        return query;
    }

    static Quantity amount(Object[] row, int from) {
        return new Quantity(
                ((Number) row[from]).longValue(),
                ((Number) row[from + 1]).longValue(),
                ((Number) row[from + 2]).longValue());
    }
}
