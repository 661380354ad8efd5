package clda.security.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.security.limits.SignInAttempts;
import clda.security.limits.SignInAttempts.Tries;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted is counted once each, and known to all that use the database. */
abstract class SignInAttemptsContract {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @TempDir
    Path dataDir;

    private SeEngine engine;
    private SignInAttempts attempts;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
        attempts = new JpaSignInAttempts(engine.store());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Map<String, Tries> known(String... subjects) {
        java.util.concurrent.atomic.AtomicReference<Map<String, Tries>> found =
                new java.util.concurrent.atomic.AtomicReference<>(Map.of());
        attempts.change(List.of(subjects), known -> {
            found.set(known);
            return known;
        });
        return found.get();
    }

    @Test
    void whatIsReturnedIsKnownAndWhatIsLeftOutIsForgotten() {
        attempts.change(List.of("a", "b"), known -> Map.of("a", new Tries(1, NOON), "b", new Tries(2, NOON)));
        attempts.change(
                List.of("a", "b"), known -> Map.of("b", new Tries(known.get("b").count() + 1, NOON)));

        assertThat(known("a", "b", "c")).isEqualTo(Map.of("b", new Tries(3, NOON)));
    }

    @Test
    void manyAtTheSameTimeAreAllCounted() throws Exception {
        List<Callable<Void>> tries = IntStream.range(0, 40)
                .<Callable<Void>>mapToObj(i -> () -> {
                    attempts.change(List.of("a"), known -> {
                        Tries before = known.get("a");
                        return Map.of("a", new Tries(before == null ? 1 : before.count() + 1, NOON));
                    });
                    return null;
                })
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(tries)) {
                one.get();
            }
        }

        assertThat(known("a").get("a").count()).isEqualTo(40);
    }

    @Test
    void whatIsOldIsForgotten() {
        attempts.change(
                List.of("old", "new"),
                known -> Map.of("old", new Tries(9, NOON), "new", new Tries(9, NOON.plusSeconds(1))));

        attempts.forget(NOON.plusSeconds(1));

        assertThat(known("old", "new").keySet()).containsExactly("new");
    }
}
