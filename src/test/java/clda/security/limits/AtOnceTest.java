package clda.security.limits;

import static org.assertj.core.api.Assertions.assertThat;

import clda.security.limits.AtOnce.Held;
import clda.security.limits.AtOnce.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AtOnceTest {

    private final AtOnce atOnce = new AtOnce(Map.of(Kind.SOCKETS, 2));

    @Test
    void asManyAreOpenAsThereMayBeAndAnotherWhenOneIsClosed() {
        Held first = atOnce.take(Kind.SOCKETS, "alice").orElseThrow();
        atOnce.take(Kind.SOCKETS, "alice").orElseThrow();

        assertThat(atOnce.take(Kind.SOCKETS, "alice")).isEmpty();
        assertThat(atOnce.take(Kind.SOCKETS, "bob")).isPresent();
        assertThat(atOnce.take(Kind.STREAMS, "alice")).isPresent();
        first.close();
        first.close();
        assertThat(atOnce.count(Kind.SOCKETS, "alice")).isEqualTo(1);
        assertThat(atOnce.take(Kind.SOCKETS, "alice")).isPresent();
        assertThat(atOnce.take(Kind.SOCKETS, "alice")).isEmpty();
    }

    @Test
    void manyAtTheSameTimeGetNoMoreThanThereMayBe() throws Exception {
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            tries.add(() -> atOnce.take(Kind.SOCKETS, "alice").isPresent());
        }
        int granted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : threads.invokeAll(tries)) {
                granted += one.get() ? 1 : 0;
            }
        }

        assertThat(granted).isEqualTo(2);
    }
}
