package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import clda.web.OpenLines.Why;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who gets in and who is sent away while a node stops. */
class LeavingTest {

    private final Leaving leaving = new Leaving();
    private final OpenLines lines = new OpenLines();
    private final Queue<Why> ended = new ConcurrentLinkedQueue<>();

    @Test
    void whoComesAfterTheAnnouncementIsLetIn() {
        leaving.announce();

        assertThat(leaving.isAnnounced()).isTrue();
        assertThat(leaving.enter()).isTrue();
    }

    @Test
    void whoComesWhenTheDoorsAreClosedIsNot() {
        leaving.close();

        assertThat(leaving.enter()).isFalse();
        assertThat(leaving.isAnnounced()).isTrue();
    }

    @Test
    void whoIsInsideIsWaitedForAndNotForever() throws InterruptedException {
        leaving.enter();
        leaving.close();

        assertThat(leaving.awaitEmpty(Duration.ofMillis(50))).isFalse();
        Thread.startVirtualThread(leaving::left);
        assertThat(leaving.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aLineThatOpensTooLateIsEndedAtOnce() {
        lines.end(Why.LEAVING);

        lines.add(ended::add);

        Awaitility.await().untilAsserted(() -> assertThat(ended).containsExactly(Why.LEAVING));
    }

    @Test
    void aLineThatOpensAfterTheStoreWasAwayStays() {
        lines.add(ended::add);
        lines.end(Why.STORE_AWAY);
        Awaitility.await().untilAsserted(() -> assertThat(ended).containsExactly(Why.STORE_AWAY));

        lines.add(why -> ended.add(Why.LEAVING));

        assertThat(ended).containsExactly(Why.STORE_AWAY);
    }

    @Test
    void aLineThatIsClosedIsNotEnded() {
        OpenLines.Line line = ended::add;
        lines.add(line);
        lines.remove(line);

        lines.end(Why.LEAVING);

        assertThat(ended).isEmpty();
    }
}
