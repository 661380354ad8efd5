package clda.tools;

import clda.json.Worded;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a call needs approval, and whose. If a call meets several conditions, the one with the most demanding approver counts.
 *
 * @param conditions about a single call
 * @param quotas on the total of several calls; each of them applies
 */
public record ApprovalRule(List<Condition> conditions, List<Quota> quotas) {

    public static final ApprovalRule NEVER = new ApprovalRule(List.of(), List.of());

    /** Whose approval is needed, the less demanding first. */
    public enum By implements Worded {
        /** The user who asked for the call. */
        REQUESTER,
        /** Someone with the role approver who is not the requester. */
        APPROVER
    }

    /**
     * Calls that someone has to approve.
     *
     * @param argument the numeric argument that decides; null when every call needs the approval
     * @param above calls whose argument is greater need it; null when every call does
     */
    public record Condition(By by, @Nullable String argument, @Nullable BigDecimal above) {

        /** Also true if the argument is missing or not a number. */
        boolean isMetBy(JsonNode arguments) {
            return argument == null
                    || above == null
                    || NumberArgument.in(arguments, argument)
                            .filter(value -> value.compareTo(above) <= 0)
                            .isEmpty();
        }

        private String text() {
            return argument == null ? by.word() : by.word() + " if " + argument + " > " + above;
        }
    }

    public ApprovalRule {
        conditions = List.copyOf(conditions);
        quotas = List.copyOf(quotas);
    }

    public ApprovalRule(By by, @Nullable String argument, @Nullable BigDecimal above) {
        this(List.of(new Condition(by, argument, above)), List.of());
    }

    /** Whose approval the call needs, apart from quotas; empty if none. */
    public Optional<By> neededFor(JsonNode arguments) {
        return conditions.stream()
                .filter(condition -> condition.isMetBy(arguments))
                .map(Condition::by)
                .max(By::compareTo);
    }

    /** Whether some calls need the approval of someone other than the requester. */
    public boolean asksApprovers() {
        return conditions.stream().anyMatch(condition -> condition.by() == By.APPROVER)
                || quotas.stream().anyMatch(quota -> quota.beyond() == Quota.Beyond.APPROVER);
    }

    /** The quotas, with a limit on effects per turn added if the tool sets none itself. */
    public List<Quota> quotas(int effectsPerTurn) {
        return quotas.stream().anyMatch(Quota::countsEffectsPerTurn)
                ? quotas
                : Stream.concat(quotas.stream(), Stream.of(Quota.effectsPerTurn(effectsPerTurn)))
                        .toList();
    }

    /** As shown in the list of tools: {@code never}, {@code requester}, {@code requester; approver if amount > 100.00}. */
    public String text() {
        return conditions.isEmpty() && quotas.isEmpty()
                ? "never"
                : Stream.concat(
                                conditions.stream().map(Condition::text),
                                quotas.stream().map(Quota::text))
                        .collect(Collectors.joining("; "));
    }
}
