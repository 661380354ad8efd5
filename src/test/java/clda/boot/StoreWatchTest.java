package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.web.OpenLines;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who is connected is sent away while the store is away, once for each time. */
class StoreWatchTest {

    private final Queue<OpenLines.Why> ended = new ConcurrentLinkedQueue<>();
    private final OpenLines lines = new OpenLines();
    private boolean away;
    private final StoreWatch watch = new StoreWatch(() -> away, lines);

    StoreWatchTest() {
        lines.add(ended::add);
    }

    private void looks(boolean... aways) {
        for (boolean each : aways) {
            away = each;
            watch.run();
        }
    }

    @Test
    void aMomentIsNotNoticed() {
        looks(false, true, false, true, false);

        assertThat(ended).isEmpty();
    }

    @Test
    void everybodyIsSentAwayOnceForEachTime() {
        looks(true, true, true, true);
        Awaitility.await().untilAsserted(() -> assertThat(ended).hasSize(1));

        looks(false, true, true);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(ended).containsOnly(OpenLines.Why.STORE_AWAY).hasSize(2));
    }
}
