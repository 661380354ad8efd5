package clda.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a node of the stable arm knows of a release that others start and end. */
class ArmsTest {

    private final OneRelease book = new OneRelease(Map.of(Arm.STABLE, 1, Arm.CANARY, 1));
    private final Arms here = new Arms(book, Arm.STABLE, () -> 7);
    private final Releases elsewhere = new Releases(book, new Arms(book, Arm.STABLE, () -> 8), Clock.systemUTC());

    private void starts() {
        elsewhere.start(Release.ALL, "admin", release -> List.of());
    }

    @Test
    void aConversationOfAReleaseThatTheNodeHasNotHeardOfIsLeftToTheCanary() {
        // Given a node that has looked, and a release that began since
        here.open();
        starts();

        // When a conversation of that release comes along
        // Then the node looks again, instead of answering with the old version
        assertThat(here.runHere(1L)).isFalse();
        assertThat(here.of(1L)).isEqualTo(Arm.CANARY);
    }

    @Test
    void whatTheNodeKnowsIsNotLookedUpForEachTurn() {
        starts();
        here.open();
        int before = book.looks();

        here.of(1L);
        here.of(null);
        here.runHere(1L);
        here.canaryOf("a conversation");

        assertThat(book.looks()).isEqualTo(before);
    }

    @Test
    void aConversationOfAnEarlierReleaseStaysStable() {
        starts();
        elsewhere.end(Release.State.ROLLED_BACK, "admin", null, release -> List.of());
        starts();
        here.open();

        assertThat(here.of(1L)).isEqualTo(Arm.STABLE);
        assertThat(here.of(2L)).isEqualTo(Arm.CANARY);
    }

    @Test
    void aNodeThatLeavesRunsNothingWhileAnotherOneCan() {
        here.open();
        assertThat(here.runHere(null)).isTrue();

        here.leave();

        assertThat(here.runHere(null)).isFalse();
        assertThat(here.nodes(Arm.STABLE)).isEqualTo(1);
    }
}
