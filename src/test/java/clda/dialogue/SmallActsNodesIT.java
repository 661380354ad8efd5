package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.FreshDatabase;
import clda.kit.MovableClock;
import clda.kit.Payments;
import clda.kit.SeEngine;
import clda.kit.SmallActs;
import clda.kit.SmallActs.Tally;
import clda.kit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Sequences of small acts on two nodes that share a PostgreSQL: each act on either. */
class SmallActsNodesIT {

    @RegisterExtension
    final FreshDatabase fresh = new FreshDatabase();

    @TempDir
    Path dir;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T12:00:00Z"));
    private final Payments payments = new Payments(clock);

    private SeEngine node(String name) {
        return new SeEngine.Options(dir.resolve(name), SmallActs.model())
                .database(TestDatabase.postgres(fresh.url()))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .clock(clock)
                .onlyTools(payments.tools(), store -> List.of())
                .open()
                .start();
    }

    @Test
    void sequencesOnTwoNodesPayNoMoreThanOneActMay() {
        List<Tally> tallies = new ArrayList<>();
        try (SeEngine first = node("first");
                SeEngine second = node("second")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !first.store().alone() && !second.store().alone());
            for (long seed = 9_000; seed < 9_040; seed++) {
                tallies.add(new SmallActs(
                                List.of(SmallActsTest.SeNodes.of(first), SmallActsTest.SeNodes.of(second)),
                                payments,
                                clock,
                                seed)
                        .run());
            }
        }
        SmallActsTest.tell("on two nodes", tallies);
        assertThat(tallies.stream().flatMap(tally -> tally.exceeded().stream())).isEmpty();
        assertThat(tallies.stream().mapToInt(Tally::paid).sum()).isPositive();
    }
}
