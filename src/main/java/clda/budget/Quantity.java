package clda.budget;

import clda.conversation.MessageUsage;

/**
 * An amount of usage: used, or allowed.
 *
 * @param tokens input and output together
 * @param micros millionths of the unit of money in which prices are configured
 */
public record Quantity(long calls, long tokens, long micros) {

    public static final Quantity NOTHING = new Quantity(0, 0, 0);
    public static final Quantity UNLIMITED = new Quantity(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public static Quantity of(MessageUsage usage) {
        return new Quantity(
                1, usage.inputTokens() + usage.outputTokens(), usage.costMicros() == null ? 0 : usage.costMicros());
    }

    public Quantity plus(Quantity other) {
        return new Quantity(calls + other.calls, tokens + other.tokens, micros + other.micros);
    }

    public Quantity minus(Quantity other) {
        return new Quantity(calls - other.calls, tokens - other.tokens, micros - other.micros);
    }

    public boolean isWithin(Quantity limit) {
        return calls <= limit.calls && tokens <= limit.tokens && micros <= limit.micros;
    }
}
