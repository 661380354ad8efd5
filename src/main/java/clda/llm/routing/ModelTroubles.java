package clda.llm.routing;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The current troubles of models, for administrators. */
public final class ModelTroubles {

    /**
     * @param reason in one word
     * @param words what the provider said, without keys and without anything that people said; null if it said nothing
     */
    public record Told(String reason, String detail, @Nullable String words, Instant since) {}

    private final Supplier<Optional<ModelRouter>> router;

    public ModelTroubles(Supplier<Optional<ModelRouter>> router) {
        this.router = router;
    }

    /** Of a model that has given no answer since it last gave one; empty if nothing is known to be wrong. */
    public Optional<Told> of(String model) {
        return router.get().map(ModelRouter::troubles).orElse(Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().equals(model))
                .map(entry -> entry.getValue())
                .map(trouble -> new Told(
                        trouble.reason().name().toLowerCase(Locale.ROOT),
                        trouble.message(),
                        trouble.words(),
                        trouble.since()))
                .findFirst();
    }
}
