package clda.kit.memory;

import clda.budget.Amount;
import clda.budget.BudgetExceeded;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook;
import clda.store.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts in memory. */
public final class MemoryUsageBook implements UsageBook {

    private record Held(Spending spending, Amount amount, Instant until) {}

    private final List<Used> used = new ArrayList<>();
    private final Map<String, Held> holds = new HashMap<>();

    @Override
    public synchronized void hold(
            String messageId, Spending spending, Amount amount, Instant until, Map<Scope, Amount> limits) {
        limits.forEach((scope, limit) -> {
            if (!spent(scope, spending).plus(amount).isWithin(limit)) {
                throw new BudgetExceeded(scope);
            }
        });
        holds.put(spending.conversationId() + "/" + messageId, new Held(spending, amount, until));
    }

    @Override
    public synchronized void release(String conversationId, String messageId) {
        holds.remove(conversationId + "/" + messageId);
    }

    @Override
    public synchronized void spend(Spending spending, String messageId, Amount amount) {
        release(spending.conversationId(), messageId);
        used.add(new Used(spending, "", amount.calls(), 0, 0, 0, 0, amount.tokens(), amount.micros()));
    }

    @Override
    public synchronized void spendAbandoned(Instant now) {
        List.copyOf(holds.entrySet()).stream()
                .filter(hold -> hold.getValue().until().isBefore(now))
                .forEach(hold -> {
                    Held held = hold.getValue();
                    spend(held.spending(), hold.getKey().substring(hold.getKey().indexOf('/') + 1), held.amount());
                });
    }

    @Override
    public Write count(String messageId, Used counted) {
        return (MemoryStore.MemoryWrite) any -> {
            synchronized (this) {
                release(counted.spending().conversationId(), messageId);
                used.add(counted);
            }
        };
    }

    @Override
    public synchronized List<Used> used(String tenant, String person, LocalDate since) {
        return used.stream()
                .filter(one -> one.spending().tenant().equals(tenant))
                .filter(one -> person == null || one.spending().person().equals(person))
                .filter(one -> !one.spending().day().isBefore(since))
                .sorted(Comparator.comparing((Used one) -> one.spending().day()).reversed())
                .toList();
    }

    @Override
    public synchronized Amount spent(Scope scope, Spending spending) {
        Amount sum = Amount.NOTHING;
        for (Used one : used) {
            if (counts(scope, one.spending(), spending)) {
                sum = sum.plus(new Amount(
                        one.calls(), one.inputTokens() + one.outputTokens() + one.estimatedTokens(), one.micros()));
            }
        }
        for (Held held : holds.values()) {
            if (counts(scope, held.spending(), spending)) {
                sum = sum.plus(held.amount());
            }
        }
        return sum;
    }

    private static boolean counts(Scope scope, Spending of, Spending asked) {
        boolean tenant = of.tenant().equals(asked.tenant());
        return tenant
                && switch (scope) {
                    case CONVERSATION -> of.conversationId().equals(asked.conversationId());
                    case PERSON_DAY ->
                        of.person().equals(asked.person()) && of.day().equals(asked.day());
                    case TENANT_DAY -> of.day().equals(asked.day());
                    case TURN -> throw new IllegalArgumentException();
                };
    }
}
