package clda.budget;

import clda.conversation.MessageUsage;

/**
 * An amount of usage: used, or allowed.
 *
 * @param tokens input and output together
 * @param micros millionths of the unit of money in which prices are configured
 */
public record Amount(long calls, long tokens, long micros) {

    public static final Amount NOTHING = new Amount(0, 0, 0);
    public static final Amount UNLIMITED = new Amount(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    public static Amount of(MessageUsage usage) {
        return new Amount(
                1, usage.inputTokens() + usage.outputTokens(), usage.costMicros() == null ? 0 : usage.costMicros());
    }

    public Amount plus(Amount other) {
        return new Amount(calls + other.calls, tokens + other.tokens, micros + other.micros);
    }

    public Amount minus(Amount other) {
        return new Amount(calls - other.calls, tokens - other.tokens, micros - other.micros);
    }

    public boolean isWithin(Amount limit) {
        return calls <= limit.calls && tokens <= limit.tokens && micros <= limit.micros;
    }
}
