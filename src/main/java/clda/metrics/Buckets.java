package clda.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;

/** The upper bounds of the histograms. The threshold of each objective has to be one of the bounds. */
enum Buckets {
    /** Time until a person sees something: the objective is 2 s. */
    ANSWER(100, 250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000),
    /** Whole turns. */
    TURN(100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000),
    /** Calls to models. */
    MODEL(100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000),
    /** Tool calls. */
    TOOL(10, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000),
    /** HTTP requests. */
    REQUEST(5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000, 10_000),
    /** Commits of the store. */
    COMMIT(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

    private final Duration[] bounds;

    Buckets(int... millis) {
        bounds = Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(bounds);
    }
}
