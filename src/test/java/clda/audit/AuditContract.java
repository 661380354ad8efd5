package clda.audit;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.AuditTrail.Kept;
import clda.audit.AuditTrail.Position;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every audit trail does. */
abstract class AuditContract {

    static final Instant T0 = Instant.ofEpochMilli(1_780_000_000_123L);

    /** The trail of a node that has just started. */
    abstract AuditTrail trail();

    abstract void write(Write write);

    /** The node dies and comes back. */
    abstract void restart();

    abstract void close();

    @AfterEach
    final void ends() {
        close();
    }

    static AuditEntry entry(String tenant, String conversation, String subject) {
        return new AuditEntry(
                T0, tenant, "alice", "tool.started", conversation, "t1", subject, Map.of("tool", "refund_order"));
    }

    private void record(String tenant, String conversation, String... subjects) {
        for (String subject : subjects) {
            write(trail().record(List.of(entry(tenant, conversation, subject))));
        }
    }

    private List<String> subjects(String tenant, String conversation) {
        return trail().newest(tenant, conversation, null, 100).stream()
                .map(kept -> kept.entry().subject())
                .toList();
    }

    @Test
    void whatWasRecordedIsReadTheNewestFirst() {
        record("default", "c1", "one", "two");

        assertThat(trail().newest("default", null, null, 1).getFirst().entry())
                .isEqualTo(entry("default", "c1", "two"));
        assertThat(subjects("default", null)).containsExactly("two", "one");
    }

    @Test
    void entriesOfAnotherTenantAreNotThere() {
        record("default", "c1", "one");
        record("acme", "c2", "theirs");

        assertThat(subjects("default", null)).containsExactly("one");
        assertThat(subjects("acme", null)).containsExactly("theirs");
    }

    @Test
    void aConversationCanBeLookedAtAlone() {
        record("default", "c1", "one");
        record("default", "c2", "two");

        assertThat(subjects("default", "c2")).containsExactly("two");
    }

    @Test
    void pagesFollowEachOtherAcrossRestarts() {
        record("default", "c1", "one", "two");
        restart();
        record("default", "c1", "three");

        List<Kept> first = trail().newest("default", null, null, 2);
        Position next = first.getLast().position();

        assertThat(first).extracting(kept -> kept.entry().subject()).containsExactly("three", "two");
        assertThat(trail().newest("default", null, next, 2))
                .extracting(kept -> kept.entry().subject())
                .containsExactly("one");
    }

    @Test
    void whatNobodyChangedIsWhole() {
        record("default", "c1", "one", "two");
        Anchor anchor = trail().end().orElseThrow();
        restart();
        record("default", "c1", "three");

        Verification.Verdict verdict =
                trail().verify(List.of(anchor, trail().end().orElseThrow()), () -> {});

        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.chains()).isEqualTo(2);
        // Two of them begin a chain.
        assertThat(verdict.entries()).isEqualTo(5);
    }

    @Test
    void everyProblemIsCountedAndTheFirstAreNamed() {
        record("default", "c1", "one");
        Position end = trail().end().orElseThrow().position();
        List<Anchor> wrong = Stream.iterate(1L, number -> number + 1)
                .limit(1_200)
                .map(number -> new Anchor(new Position(end.epoch(), end.number() + number), "0".repeat(64)))
                .toList();
        AtomicInteger beats = new AtomicInteger();

        Verification.Verdict verdict = trail().verify(wrong, beats::incrementAndGet);

        assertThat(verdict.whole()).isFalse();
        assertThat(verdict.anchors()).isEqualTo(1_200);
        assertThat(verdict.problemCount()).isEqualTo(1_200);
        assertThat(verdict.problems()).hasSize(20);
    }

    @Test
    void aNodeThatHasWrittenNothingHasNoAnchor() {
        assertThat(trail().end()).isEmpty();
    }
}
