package clda.conversation;

import org.jspecify.annotations.Nullable;

/**
 * Tokens, as the provider counted them.
 *
 * @param inputTokens all that the model read, cached or not
 * @param outputTokens all that it wrote, reasoning included
 * @param cachedTokens the part of the input that was read from the provider's cache; null if not told
 * @param cacheWrittenTokens the part of the input that was written into it; null if not told
 * @param reasoningTokens the part of the output that nobody is shown; null if not told
 * @param costMicros millionths of the unit of money in which prices are configured; null without a price
 */
public record MessageUsage(
        long inputTokens,
        long outputTokens,
        @Nullable Long cachedTokens,
        @Nullable Long cacheWrittenTokens,
        @Nullable Long reasoningTokens,
        @Nullable Long costMicros) {

    public MessageUsage(long inputTokens, long outputTokens) {
        this(inputTokens, outputTokens, null, null, null);
    }

    public MessageUsage(
            long inputTokens,
            long outputTokens,
            @Nullable Long cachedTokens,
            @Nullable Long cacheWrittenTokens,
            @Nullable Long reasoningTokens) {
        this(inputTokens, outputTokens, cachedTokens, cacheWrittenTokens, reasoningTokens, null);
    }

    public MessageUsage costing(long micros) {
        return new MessageUsage(inputTokens, outputTokens, cachedTokens, cacheWrittenTokens, reasoningTokens, micros);
    }
}
