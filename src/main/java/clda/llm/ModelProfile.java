package clda.llm;

import clda.conversation.ConversationEvent.Usage;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The known properties of a configured model.
 *
 * @param contextTokens how much it holds, answer included
 * @param answerTokens how long an answer may become
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
        public long mostMicros(long inputTokens, long outputTokens) {
            BigDecimal dearest = input.max(cachedInput).max(cacheWrite);
            return dearest.multiply(BigDecimal.valueOf(inputTokens))
                    .add(output.multiply(BigDecimal.valueOf(outputTokens)))
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValueExact();
        }

        /** Millionths of the currency's unit, rounded up. */
        public long micros(Usage usage) {
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

    /** The same of a model that holds so many tokens; a quarter of them at most is for the answer. */
    public ModelProfile holding(int tokens) {
        return new ModelProfile(capabilities, tokens, Math.min(answerTokens, tokens / 4), concurrency, price);
    }

    /** Whether a request of this kind can be put to it. */
    public boolean takes(ModelRequest request) {
        return (!request.shows() || capabilities.contains(Capability.IMAGES))
                && (request.tools().isEmpty() || capabilities.contains(Capability.TOOLS))
                && (request.options().schema() == null || capabilities.contains(Capability.SCHEMA));
    }

    /**
     * The request as the model can take it: what was shown earlier is named to one that cannot see, and an answer may become as
     * long as the model's answers may at most.
     */
    public ModelRequest fit(ModelRequest request) {
        ModelRequest seen = capabilities.contains(Capability.IMAGES) ? request : request.inWords();
        return seen.answeredWithin(answerTokens);
    }
}
