package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a call needs a person's approval, and whose.
 *
 * @param by nobody's when null
 * @param argument the numeric argument that decides; null when every call needs the approval
 * @param above calls whose argument is greater need it
 */
public record ApprovalRule(@Nullable By by, @Nullable String argument, @Nullable BigDecimal above) {

    public static final ApprovalRule NEVER = new ApprovalRule(null, null, null);

    /** Whose approval. */
    public enum By {
        /** The person who asked for it. */
        requester,
        /** Somebody with the role approver who is not the requester. */
        approver
    }

    /** Empty if the call may go ahead. An argument that is missing or no number needs the approval. */
    public Optional<By> neededFor(JsonNode arguments) {
        if (by == null) {
            return Optional.empty();
        }
        if (argument == null || above == null) {
            return Optional.of(by);
        }
        JsonNode value = arguments.path(argument);
        boolean harmless = value.isNumber() && value.decimalValue().compareTo(above) <= 0;
        return harmless ? Optional.empty() : Optional.of(by);
    }

    /** As shown in the list of tools: {@code never}, {@code requester}, {@code approver if amount > 100.00}. */
    public String text() {
        if (by == null) {
            return "never";
        }
        return argument == null ? by.name() : by.name() + " if " + argument + " > " + above;
    }
}
