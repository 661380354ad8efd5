package clda.metrics;

import clda.conversation.MessageUsage;
import clda.llm.ModelFailure;
import clda.llm.ModelReply;
import clda.llm.routing.ModelWatcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts the calls to the configured models, their usage and their cost. */
public final class ModelMeters implements ModelWatcher {

    private static final double MICROS = 1_000_000;

    private final MeterRegistry registry;
    private final KnownNames models;

    /**
     * @param models the configured names
     * @param inTrouble whether a model has given no answer since it last gave one
     */
    public ModelMeters(MeterRegistry registry, Set<String> models, Predicate<String> inTrouble) {
        this.registry = registry;
        this.models = KnownNames.only(models);
        for (String model : models) {
            // If a series started with its first event, rates would miss that event.
            call(model, "answered");
            Gauge.builder("clda.model.trouble", () -> inTrouble.test(model) ? 1 : 0)
                    .description("1 while a model has given no answer since it last gave one, else 0")
                    .tag("model", model)
                    .strongReference(true)
                    .register(registry);
        }
    }

    private Timer call(String model, String outcome) {
        return Buckets.MODEL
                .timer("clda.model.call.duration", "Duration of calls to models, by what came of them")
                .tag("model", models.of(model))
                .tag("outcome", outcome)
                .register(registry);
    }

    private static String word(ModelFailure.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void answered(String model, Duration took, ModelReply reply) {
        String outcome =
                switch (reply.end()) {
                    case COMPLETE -> "answered";
                    case LENGTH -> "cut_short";
                    case REFUSED -> "declined";
                };
        call(model, outcome).record(took);
        MessageUsage usage = reply.usage();
        if (usage != null) {
            tokens(model, "input", usage.inputTokens());
            tokens(model, "cached_input", usage.cachedTokens());
            tokens(model, "output", usage.outputTokens());
            Long cost = usage.costMicros();
            if (cost != null) {
                Counter.builder("clda.model.cost")
                        .description("What calls have cost, in the unit of money in which prices are configured")
                        .tag("model", models.of(model))
                        .register(registry)
                        .increment(cost / MICROS);
            }
        }
    }

    private void tokens(String model, String kind, @Nullable Long count) {
        if (count != null) {
            Counter.builder("clda.model.tokens")
                    .description("Tokens as the provider counted them; cached_input is a part of input")
                    .tag("model", models.of(model))
                    .tag("kind", kind)
                    .register(registry)
                    .increment(count);
        }
    }

    @Override
    public void failed(String model, Duration took, ModelFailure.Reason why) {
        call(model, word(why)).record(took);
    }

    @Override
    public void passedOver(String model, ModelFailure.Reason why) {
        Counter.builder("clda.model.fallbacks")
                .description("Answers that were sought elsewhere because the model failed or rests")
                .tag("model", models.of(model))
                .tag("reason", word(why))
                .register(registry)
                .increment();
    }
}
