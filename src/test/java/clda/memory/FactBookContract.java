package clda.memory;

import static org.assertj.core.api.Assertions.assertThat;

import clda.memory.Fact.By;
import clda.memory.Fact.Origin;
import clda.store.Write;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every book of facts keeps to. */
abstract class FactBookContract {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    abstract FactBook book();

    abstract void write(Write write);

    abstract void close();

    /** JUnit does not call an abstract method that is overridden without the annotation. */
    @AfterEach
    final void ends() {
        close();
    }

    private static Fact fact(String tenant, String person, String text, String onlyIn) {
        return new Fact(tenant, person, 0, text, onlyIn, new Origin(By.ASSISTANT, "c1", "t1"), NOW, null, true);
    }

    private Fact alice(String text) {
        return book().add(fact("default", "alice", text, null), 100).orElseThrow();
    }

    @Test
    void whatIsAddedIsThereWithWhereItComesFrom() {
        Fact added = alice("Ich wohne in 柏林.");

        assertThat(book().of("default", "alice")).containsExactly(added);
        assertThat(added.number()).isEqualTo(1);
        assertThat(added.origin()).isEqualTo(new Origin(By.ASSISTANT, "c1", "t1"));
    }

    @Test
    void numbersAreNotUsedAgain() {
        alice("one");
        alice("two");
        book().remove("default", "alice", 2);

        assertThat(alice("three").number()).isEqualTo(3);
    }

    @Test
    void eachPersonOfEachTenantHasTheirOwn() {
        alice("mine");
        book().add(fact("default", "bob", "Bob's", null), 100);
        book().add(fact("acme", "alice", "another Alice's", null), 100);

        assertThat(book().of("default", "alice")).extracting(Fact::text).containsExactly("mine");
        assertThat(book().remove("acme", "bob", 1)).isEmpty();
        assertThat(book().correct("default", "carol", 1, "x", LATER)).isEmpty();
    }

    @Test
    void aCorrectionKeepsNumberAndOrigin() {
        Fact before = alice("I live in Bonn");

        Fact after =
                book().correct("default", "alice", 1, "I live in Berlin", LATER).orElseThrow();

        assertThat(after)
                .isEqualTo(new Fact(
                        "default", "alice", 1, "I live in Berlin", null, before.origin(), before.at(), LATER, false));
        assertThat(book().of("default", "alice")).containsExactly(after);
    }

    @Test
    void whatIsRemovedIsGone() {
        Fact fact = alice("one");

        assertThat(book().remove("default", "alice", 1)).contains(fact);
        assertThat(book().remove("default", "alice", 1)).isEmpty();
        assertThat(book().of("default", "alice")).isEmpty();
    }

    @Test
    void withAConversationGoesOnlyWhatMattersOnlyInIt() {
        alice("everywhere");
        book().add(fact("default", "alice", "here", "c1"), 100);
        book().add(fact("default", "alice", "there", "c2"), 100);

        write(book().forget("c1"));

        assertThat(book().of("default", "alice")).extracting(Fact::text).containsExactly("everywhere", "there");
    }

    @Test
    void manyAtOnceGetDifferentNumbersAndNoMoreThanThereIsRoomFor() throws Exception {
        List<Callable<Boolean>> all = IntStream.range(0, 30)
                .mapToObj(i -> (Callable<Boolean>) () -> book().add(fact("default", "alice", "fact " + i, null), 20)
                        .isPresent())
                .toList();
        int kept = 0;
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : many.invokeAll(all)) {
                kept += each.get() ? 1 : 0;
            }
        }

        assertThat(kept).isEqualTo(20);
        assertThat(book().of("default", "alice"))
                .extracting(Fact::number)
                .doesNotHaveDuplicates()
                .hasSize(20);
    }
}
