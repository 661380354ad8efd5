package clda.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The ids of the thread that logs. */
class IdsTest {

    @Test
    void aScopeEndsWhereItWasOpened() {
        try (Ids.Scope turn = Ids.of("c1", "t1").open()) {
            try (Ids.Scope call = Ids.of("c1", "t1", "call1").open()) {
                assertThat(Ids.current().call()).isEqualTo("call1");
            }
            assertThat(Ids.current()).isEqualTo(Ids.of("c1", "t1"));
        }
        assertThat(Ids.current()).isEqualTo(Ids.NONE);
    }

    @Test
    void aThreadThatATurnStartsWorksOnTheTurn() throws InterruptedException {
        AtomicReference<Ids> seen = new AtomicReference<>();
        Runnable carried;
        try (Ids.Scope turn = Ids.of("c1", "t1").open()) {
            carried = Ids.carriedBy(() -> seen.set(Ids.current()));
        }

        Thread.ofVirtual().start(carried).join();

        assertThat(seen).hasValue(Ids.of("c1", "t1"));
        assertThat(Ids.current()).isEqualTo(Ids.NONE);
    }

    @Test
    void onlyKnownIdsAreTold() {
        assertThat(Ids.NONE.fields("n1", null)).containsOnlyKeys("node");
        assertThat(Ids.of(new RequestTrace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null))
                        .fields("n1", null))
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
