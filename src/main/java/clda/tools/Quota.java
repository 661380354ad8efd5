package clda.tools;

import clda.effects.Charge;
import clda.json.Canonical;
import clda.json.Worded;
import clda.security.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The maximum for all calls of a tool together, so that many small calls cannot do what one large call may not.
 *
 * @param sumOf the numeric argument that is added up; null to count the effects
 * @param max maximum of the sum or the count
 * @param per what is added up together; always of one tenant and one tool
 * @param argument with {@link Per#ARGUMENT}: calls with the same value of it are added up together; else null
 * @param within how long a call counts; null if forever
 * @param beyond who may let a call exceed the quota; only calls made without that approval count towards it
 */
public record Quota(
        @Nullable String sumOf,
        BigDecimal max,
        Per per,
        @Nullable String argument,
        @Nullable Duration within,
        Beyond beyond) {

    /** Which calls are added up. */
    public enum Per implements Worded {
        TURN,
        CONVERSATION,
        PERSON,
        ARGUMENT,
        TENANT
    }

    /** Who may let a call exceed it. */
    public enum Beyond implements Worded {
        REQUESTER,
        APPROVER,
        /** Such a call is refused. */
        NOBODY;

        /** Whether someone's approval lets it pass. */
        public boolean isMetBy(Optional<ApprovalRule.By> approved) {
            return switch (this) {
                case REQUESTER -> approved.isPresent();
                case APPROVER -> approved.equals(Optional.of(ApprovalRule.By.APPROVER));
                case NOBODY -> false;
            };
        }

        /** Whose approval is needed; empty if no approval lets a call exceed it. */
        public Optional<ApprovalRule.By> by() {
            return switch (this) {
                case REQUESTER -> Optional.of(ApprovalRule.By.REQUESTER);
                case APPROVER -> Optional.of(ApprovalRule.By.APPROVER);
                case NOBODY -> Optional.empty();
            };
        }
    }

    public Quota {
        if ((per == Per.ARGUMENT) != (argument != null)) {
            throw new IllegalArgumentException("an argument is named where calls are added up by one, and only there");
        }
        if (max.signum() < 0 || within != null && (within.isNegative() || within.isZero())) {
            throw new IllegalArgumentException("a quota must not be negative, and its period must be longer than zero");
        }
    }

    /** At most this many effects per turn. */
    static Quota effectsPerTurn(int max) {
        return new Quota(null, BigDecimal.valueOf(max), Per.TURN, null, null, Beyond.NOBODY);
    }

    boolean countsEffectsPerTurn() {
        return sumOf == null && per == Per.TURN;
    }

    /**
     * What a call adds to the quota; empty if the exact amount cannot be determined, in which case the call exceeds the quota.
     */
    public Optional<Charge> charge(Execution.Call call) {
        Optional<BigDecimal> amount =
                sumOf == null ? Optional.of(BigDecimal.ONE) : NumberArgument.in(call.arguments(), sumOf);
        Optional<String> of = of(call);
        if (amount.isEmpty() || of.isEmpty() || !Charge.isCountable(amount.get())) {
            return Optional.empty();
        }
        ArrayNode scope = JsonNodeFactory.instance
                .arrayNode()
                .add(call.caller().tenant())
                .add(call.tool().definition().name())
                .add(sumOf)
                .add(per.word())
                .add(argument)
                .add(of.get());
        return Optional.of(new Charge(
                Canonical.hash(scope), per != Per.TURN && per != Per.CONVERSATION, amount.get(), max, within));
    }

    private Optional<String> of(Execution.Call call) {
        return switch (per) {
            case TURN -> Optional.of(call.conversationId() + "/" + call.turnId());
            case CONVERSATION -> Optional.of(call.conversationId());
            case PERSON -> Optional.of(Subject.folded(call.caller().user()));
            case TENANT -> Optional.of("");
            case ARGUMENT -> value(call.arguments().path(argument));
        };
    }

    private static Optional<String> value(JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(folded(value.asText())).filter(text -> !text.isEmpty());
        }
        return value.isIntegralNumber() || value.isBoolean() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Spellings that mean the same are added up together. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    /** As shown in the list of tools: {@code approver if amount per person in 24 h together > 100.00}. */
    String text() {
        String what = sumOf == null ? "calls" : sumOf;
        String time = within == null ? "" : " in " + hours(within) + " h";
        String whose = per == Per.ARGUMENT ? String.valueOf(argument) : per.word();
        return beyond.word() + " if " + what + " per " + whose + time + " together > " + max.toPlainString();
    }

    /** The message when it is reached, in English. */
    public String sentence() {
        String what = sumOf == null
                ? "There would be more than " + max.toPlainString() + " calls of this kind"
                : "Together with earlier calls, " + sumOf + " would come to more than " + max.toPlainString();
        String whose =
                switch (per) {
                    case TURN -> " in this turn";
                    case CONVERSATION -> " in this conversation";
                    case PERSON -> " for this person";
                    case TENANT -> " for all persons together";
                    case ARGUMENT -> " for this " + argument;
                };
        return what + whose + (within == null ? "." : " within " + hours(within) + " hours.");
    }

    private static String hours(Duration time) {
        return BigDecimal.valueOf(time.toMinutes())
                .divide(BigDecimal.valueOf(60), 2, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
