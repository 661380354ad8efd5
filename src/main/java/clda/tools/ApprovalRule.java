package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a call needs a person's approval, and whose. Of several conditions that a call meets the one with the most demanding
 * person counts.
 *
 * @param conditions none if no call needs anybody
 */
public record ApprovalRule(List<Condition> conditions) {

    public static final ApprovalRule NEVER = new ApprovalRule(List.of());

    /** Whose approval, the less demanding first. */
    public enum By {
        /** The person who asked for it. */
        requester,
        /** Somebody with the role approver who is not the requester. */
        approver
    }

    /**
     * Calls that somebody has to approve.
     *
     * @param argument the numeric argument that decides; null when every call needs the approval
     * @param above calls whose argument is greater need it; null when every call does
     */
    public record Condition(By by, @Nullable String argument, @Nullable BigDecimal above) {

        /** An argument that is missing or no number is met. */
        boolean isMetBy(JsonNode arguments) {
            if (argument == null || above == null) {
                return true;
            }
            JsonNode value = arguments.path(argument);
            boolean harmless =
                    value.isNumber() && isFinite(value) && value.decimalValue().compareTo(above) <= 0;
            return !harmless;
        }

        private static boolean isFinite(JsonNode number) {
            return !number.isFloatingPointNumber() || Double.isFinite(number.doubleValue());
        }

        private String text() {
            return argument == null ? by.name() : by.name() + " if " + argument + " > " + above;
        }
    }

    public ApprovalRule {
        conditions = List.copyOf(conditions);
    }

    public ApprovalRule(By by, @Nullable String argument, @Nullable BigDecimal above) {
        this(List.of(new Condition(by, argument, above)));
    }

    public static ApprovalRule of(Condition... conditions) {
        return new ApprovalRule(Arrays.asList(conditions));
    }

    /** Empty if the call may go ahead. */
    public Optional<By> neededFor(JsonNode arguments) {
        return conditions.stream()
                .filter(condition -> condition.isMetBy(arguments))
                .map(Condition::by)
                .max(By::compareTo);
    }

    /** Whether there are calls that somebody other than the requester has to approve. */
    public boolean asksApprovers() {
        return conditions.stream().anyMatch(condition -> condition.by() == By.approver);
    }

    /** As shown in the list of tools: {@code never}, {@code requester}, {@code requester; approver if amount > 100.00}. */
    public String text() {
        return conditions.isEmpty()
                ? "never"
                : conditions.stream().map(Condition::text).collect(Collectors.joining("; "));
    }
}
