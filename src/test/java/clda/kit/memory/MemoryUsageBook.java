package clda.kit.memory;

import clda.budget.BudgetExceeded;
import clda.budget.ModelCall;
import clda.budget.Quantity;
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

    private record Held(ModelCall call, Quantity amount, Instant until) {

        boolean isForThatOf(ModelCall other) {
            return call.messageId().equals(other.messageId())
                    && call.spending().conversationId().equals(other.spending().conversationId());
        }
    }

    private final List<Used> used = new ArrayList<>();
    private final Map<String, Held> holds = new HashMap<>();
    private final Map<String, Quantity> unknownInTurn = new HashMap<>();

    @Override
    public synchronized void hold(
            ModelCall call, Quantity max, Instant until, Quantity inTurn, Map<Scope, Quantity> limits) {
        limits.forEach((scope, limit) -> {
            Quantity wanted = usedIn(scope, call)
                    .plus(scope == Scope.TURN ? inTurn : Quantity.NOTHING)
                    .plus(max);
            if (!wanted.isWithin(limit)) {
                throw BudgetExceeded.usedUp(scope);
            }
            List<Held> others = holds.values().stream()
                    .filter(held -> counts(scope, held.call(), call) && !held.isForThatOf(call))
                    .sorted(Comparator.comparing(Held::until))
                    .toList();
            Quantity all = others.stream().map(Held::amount).reduce(wanted, Quantity::plus);
            for (Held other : others) {
                if (all.isWithin(limit)) {
                    break;
                }
                all = all.minus(other.amount());
                if (all.isWithin(limit)) {
                    throw BudgetExceeded.reserved(scope, other.until());
                }
            }
        });
        List.copyOf(holds.values()).stream()
                .filter(held -> held.isForThatOf(call))
                .forEach(cutOff -> spend(cutOff.call()));
        holds.put(call.id(), new Held(call, max, until));
    }

    private Quantity usedIn(Scope scope, ModelCall call) {
        if (scope == Scope.TURN) {
            return unknownInTurn.getOrDefault(turn(call), Quantity.NOTHING);
        }
        return used.stream()
                .filter(one -> counts(scope, one.spending(), call.spending()))
                .map(MemoryUsageBook::amount)
                .reduce(Quantity.NOTHING, Quantity::plus);
    }

    private static String turn(ModelCall call) {
        return call.spending().conversationId() + "/" + call.turnId();
    }

    @Override
    public synchronized void release(ModelCall call) {
        holds.remove(call.id());
    }

    @Override
    public synchronized void spend(ModelCall call) {
        Held held = holds.remove(call.id());
        if (held != null) {
            used.add(Used.estimated(held.call().spending(), held.amount()));
            unknownInTurn.merge(turn(held.call()), held.amount(), Quantity::plus);
        }
    }

    @Override
    public synchronized void estimate(Spending spending, Quantity amount) {
        used.add(Used.estimated(spending, amount));
    }

    @Override
    public synchronized void spendAbandoned(Instant now) {
        List.copyOf(holds.values()).stream()
                .filter(held -> held.until().isBefore(now))
                .forEach(held -> spend(held.call()));
    }

    @Override
    public Write count(String messageId, Used counted) {
        return (MemoryStore.MemoryWrite) any -> {
            synchronized (this) {
                List<Held> reserved = holds.values().stream()
                        .filter(held -> held.isForThatOf(new ModelCall(counted.spending(), "", messageId, "")))
                        .toList();
                reserved.forEach(held -> holds.remove(held.call().id()));
                used.add(
                        reserved.isEmpty()
                                ? counted
                                : counted.on(
                                        reserved.getFirst().call().spending().day()));
            }
        };
    }

    @Override
    public Write forget(String conversationId) {
        return (MemoryStore.MemoryWrite) any -> {
            synchronized (this) {
                unknownInTurn.keySet().removeIf(turn -> turn.startsWith(conversationId + "/"));
            }
        };
    }

    @Override
    public synchronized List<Used> used(String tenant, String person, LocalDate since, Place after, int limit) {
        List<Used> all = used.stream()
                .filter(one -> one.spending().tenant().equals(tenant))
                .filter(one -> person == null || one.spending().person().equals(person))
                .filter(one -> !one.spending().day().isBefore(since))
                .sorted(Comparator.comparing((Used one) -> one.spending().day())
                        .reversed()
                        .thenComparing(one -> one.spending().person())
                        .thenComparing(Used::model))
                .toList();
        int from =
                after == null ? 0 : 1 + all.stream().map(Used::place).toList().indexOf(after);
        return all.subList(from, Math.min(all.size(), from + limit));
    }

    @Override
    public synchronized Quantity spent(Scope scope, Spending spending) {
        Quantity sum = Quantity.NOTHING;
        for (Used one : used) {
            if (counts(scope, one.spending(), spending)) {
                sum = sum.plus(amount(one));
            }
        }
        for (Held held : holds.values()) {
            if (counts(scope, held.call().spending(), spending)) {
                sum = sum.plus(held.amount());
            }
        }
        return sum;
    }

    private static Quantity amount(Used one) {
        return new Quantity(one.calls(), one.inputTokens() + one.outputTokens() + one.estimatedTokens(), one.micros());
    }

    private static boolean counts(Scope scope, ModelCall of, ModelCall asked) {
        return scope == Scope.TURN ? turn(of).equals(turn(asked)) : counts(scope, of.spending(), asked.spending());
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
