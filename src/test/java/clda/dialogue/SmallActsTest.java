package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.MovableClock;
import clda.kit.Payments;
import clda.kit.SeEngine;
import clda.kit.SmallActs;
import clda.kit.SmallActs.Node;
import clda.kit.SmallActs.Tally;
import clda.kit.memory.MemoryEngine;
import clda.kit.memory.MemoryStore;
import clda.tools.ApprovalRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand sequences of small acts, none of which pays more without an approver than one act may. */
class SmallActsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final int SEQUENCES = Integer.getInteger("small-acts", 1_000);

    @TempDir
    Path dataDir;

    private static Tally inMemory(long seed, boolean withSums) {
        MovableClock clock = new MovableClock(NOON);
        Payments payments = new Payments(clock);
        if (!withSums) {
            payments.ruledBy(new ApprovalRule(payments.rule().conditions(), List.of()));
        }
        try (MemoryEngine engine = new MemoryEngine(new MemoryStore(), SmallActs.model(), payments.tools(), clock)) {
            Node node = new Node(
                    engine.engine().dialogue(),
                    engine.engine().approvals(),
                    engine.engine().unknowns(),
                    engine.log(),
                    person -> {
                        String id = UUID.randomUUID().toString().substring(0, 20);
                        engine.log().create(id, person.tenant(), person.user(), null);
                        return id;
                    },
                    (person, id) -> false,
                    engine::isIdle);
            return new SmallActs(List.of(node), payments, clock, seed).run();
        }
    }

    @Test
    void aThousandSequencesInMemoryPayNoMoreThanOneActMay() {
        List<Tally> tallies = new ArrayList<>();
        for (long seed = 0; seed < SEQUENCES; seed++) {
            tallies.add(inMemory(seed, true));
        }

        assertThat(tallies.stream().flatMap(tally -> tally.exceeded().stream())).isEmpty();
        tell("in memory", tallies);
        // It is not kept by paying nothing, and sums were what kept it.
        assertThat(tallies.stream().filter(tally -> tally.paid() > 0).count()).isGreaterThan(SEQUENCES * 9L / 10);
        assertThat(tallies.stream().mapToInt(Tally::beyondASum).sum()).isGreaterThan(SEQUENCES);
    }

    @Test
    void theSameSequencesWithoutSumsPayMore() {
        long more = 0;
        for (long seed = 0; seed < 50; seed++) {
            more += inMemory(seed, false).exceeded().isEmpty() ? 0 : 1;
        }

        assertThat(more).isGreaterThan(40);
    }

    @Test
    void sequencesInTheEmbeddedDatabasePayNoMoreThanOneActMay() {
        MovableClock clock = new MovableClock(NOON);
        Payments payments = new Payments(clock);
        List<Tally> tallies = new ArrayList<>();
        try (SeEngine engine = new SeEngine.Options(dataDir, SmallActs.model())
                .clock(clock)
                .onlyTools(payments.tools(), store -> List.of())
                .open()
                .start()) {
            for (long seed = 5_000; seed < 5_040; seed++) {
                tallies.add(new SmallActs(List.of(SeNodes.of(engine)), payments, clock, seed).run());
            }
        }
        assertThat(tallies.stream().flatMap(tally -> tally.exceeded().stream())).isEmpty();
        tell("embedded", tallies);
    }

    static void tell(String where, List<Tally> tallies) {
        System.out.printf(
                "small acts %s: %d sequences, %d acts, %d refunds paid, %d of them by an approver, %d decisions about calls beyond a sum, %d above a sum%n",
                where,
                tallies.size(),
                tallies.stream().mapToInt(Tally::acts).sum(),
                tallies.stream().mapToInt(Tally::paid).sum(),
                tallies.stream().mapToInt(Tally::paidByApproval).sum(),
                tallies.stream().mapToInt(Tally::beyondASum).sum(),
                tallies.stream().mapToInt(tally -> tally.exceeded().size()).sum());
    }

    /** Places of a real engine. */
    static final class SeNodes {
        private SeNodes() {}

        static Node of(SeEngine engine) {
            return new Node(
                    engine.engine().dialogue(),
                    engine.engine().approvals(),
                    engine.engine().unknowns(),
                    engine.engine().log(),
                    person ->
                            engine.engine().conversations().create(person, null).id(),
                    (person, id) -> {
                        engine.engine().conversations().erase(person, id);
                        return true;
                    },
                    engine.engine().dialogue()::idle);
        }
    }
}
