package clda.llm;

import clda.conversation.MessageUsage;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The known properties of a configured model.
 *
 * @param contextTokens size of the context window in tokens, answer included
 * @param answerTokens maximum tokens of an answer
 * @param concurrency how many calls may run at once
 */
public record ModelProfile(
        Set<Capability> capabilities, int contextTokens, int answerTokens, int concurrency, Price price) {

    public enum Capability {
        TOOLS,
        IMAGES,
        /** Answers that follow a JSON Schema. */
        SCHEMA
    }

    /** In one currency, which the configuration does not name, per million tokens. */
    public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal cacheWrite, BigDecimal output) {

        public static final Price FREE = new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        /** Maximum cost of so many tokens, in millionths of the currency's unit: input may be written to a cache. */
        public long maxMicros(long inputTokens, long outputTokens) {
            BigDecimal dearest = input.max(cachedInput).max(cacheWrite);
            return dearest.multiply(BigDecimal.valueOf(inputTokens))
                    .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValueExact();
        }

        /** Millionths of the currency's unit, rounded up. */
        public long micros(MessageUsage usage) {
            long cached = usage.cachedTokens() == null ? 0 : usage.cachedTokens();
            long written = usage.cacheWrittenTokens() == null ? 0 : usage.cacheWrittenTokens();
            return input.multiply(BigDecimal.valueOf(usage.inputTokens() - cached - written))
                    .add(cachedInput.multiply(BigDecimal.valueOf(cached)))
                    .add(cacheWrite.multiply(BigDecimal.valueOf(written)))
                    .add(output.multiply(BigDecimal.valueOf(usage.outputTokens())))
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValueExact();
        }
    }

    public ModelProfile {
        capabilities = Set.copyOf(capabilities);
    }

    /** A copy with a context window of this many tokens, at most a quarter of them for the answer. */
    public ModelProfile holding(int tokens) {
        return new ModelProfile(capabilities, tokens, Math.min(answerTokens, tokens / 4), concurrency, price);
    }

    /** Whether the model can take a request of this kind. */
    public boolean takes(ModelRequest request) {
        return (!request.shows() || capabilities.contains(Capability.IMAGES))
                && (request.tools().isEmpty() || capabilities.contains(Capability.TOOLS))
                && (request.options().schema() == null || capabilities.contains(Capability.SCHEMA));
    }

    /**
     * The request adapted to the model: for a model without vision, earlier images are replaced by text, and the answer is
     * limited to the model's maximum.
     */
    public ModelRequest fit(ModelRequest request) {
        ModelRequest seen = capabilities.contains(Capability.IMAGES) ? request : request.inWords();
        return seen.answeredWithin(answerTokens);
    }
}
