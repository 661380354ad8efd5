package clda.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.budget.UsageBook.Used;
import clda.store.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every book of usage keeps to. */
abstract class UsageBookContract {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final Instant LATER = Instant.parse("2026-03-02T10:10:00Z");
    private static final Spending ALICE = new Spending("default", "alice", "c1", TODAY);
    private static final Map<Scope, Amount> HUNDRED_TOKENS =
            Map.of(Scope.PERSON_DAY, new Amount(Long.MAX_VALUE, 100, Long.MAX_VALUE));

    abstract UsageBook book();

    abstract void write(Write write);

    abstract void close();

    /** JUnit does not call an abstract method that is overridden without the annotation. */
    @AfterEach
    final void ends() {
        close();
    }

    private static Amount tokens(long tokens) {
        return new Amount(1, tokens, 0);
    }

    private static Used used(Spending spending, long input, long output) {
        return new Used(spending, "m", 1, input, 0, output, 0, 0, 7);
    }

    private void hold(String message, Spending spending, long tokens) {
        book().hold(message, spending, tokens(tokens), LATER, HUNDRED_TOKENS);
    }

    @Test
    void whatIsReservedIsNotThereForOthers() {
        hold("m1", ALICE, 60);

        assertThatThrownBy(() -> hold("m2", ALICE, 41))
                .isInstanceOf(BudgetExceeded.class)
                .extracting("scope")
                .isEqualTo(Scope.PERSON_DAY);
        hold("m3", ALICE, 40);
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        hold("m1", ALICE, 100);

        book().release("c1", "m1");

        hold("m2", ALICE, 100);
    }

    @Test
    void countingEndsTheReservationAndCountsWhatWasUsed() {
        hold("m1", ALICE, 100);

        write(book().count("m1", used(ALICE, 20, 10)));

        assertThat(book().spent(Scope.PERSON_DAY, ALICE)).isEqualTo(new Amount(1, 30, 7));
        hold("m2", ALICE, 70);
    }

    @Test
    void whatNobodyToldOfCountsInFull() {
        hold("m1", ALICE, 60);

        book().spend(ALICE, "m1", tokens(60));

        assertThat(book().spent(Scope.CONVERSATION, ALICE).tokens()).isEqualTo(60);
        assertThat(book().used("default", null, TODAY).getFirst().estimatedTokens())
                .isEqualTo(60);
        assertThatThrownBy(() -> hold("m2", ALICE, 41)).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void aReservationThatNobodyEndsCountsAfterItsTime() {
        hold("m1", ALICE, 60);

        book().spendAbandoned(LATER);
        assertThat(book().used("default", null, TODAY)).isEmpty();
        book().spendAbandoned(LATER.plusMillis(1));
        book().spendAbandoned(LATER.plusMillis(1));

        assertThat(book().used("default", null, TODAY).getFirst().estimatedTokens())
                .isEqualTo(60);
        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(60);
    }

    @Test
    void aStepThatIsTakenUpAgainReservesOnce() {
        hold("m1", ALICE, 40);

        hold("m1", ALICE, 40);

        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(40);
    }

    @Test
    void peopleTenantsAndDaysAreCountedApart() {
        write(book().count("m1", used(ALICE, 90, 10)));

        hold("m1", new Spending("default", "bob", "c2", TODAY), 100);
        hold("m1", new Spending("acme", "alice", "c3", TODAY), 100);
        hold("m1", new Spending("default", "alice", "c4", TODAY.plusDays(1)), 100);
        assertThat(book().spent(Scope.TENANT_DAY, ALICE).tokens()).isEqualTo(200);
        assertThat(book().spent(Scope.CONVERSATION, ALICE).tokens()).isEqualTo(100);
    }

    @Test
    void theReportIsByDayNewestFirstAndOfOneTenant() {
        write(book().count("m1", used(ALICE, 1, 1)));
        write(book().count("m1", used(new Spending("default", "bob", "c2", TODAY.plusDays(1)), 2, 2)));
        write(book().count("m1", used(new Spending("acme", "eve", "c3", TODAY), 4, 4)));

        assertThat(book().used("default", null, TODAY))
                .extracting(used -> used.spending().person())
                .containsExactly("bob", "alice");
        assertThat(book().used("default", "alice", TODAY)).hasSize(1);
        assertThat(book().used("default", null, TODAY.plusDays(1))).hasSize(1);
    }

    @Test
    void manyAtOnceNeverReserveMoreThanThereIs() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        List<Callable<Void>> all = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> (Callable<Void>) () -> {
                    try {
                        hold("m" + i, ALICE, 10);
                        granted.incrementAndGet();
                    } catch (BudgetExceeded e) {
                        // Somebody else was first.
                    }
                    return null;
                })
                .toList();
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> each : many.invokeAll(all)) {
                each.get();
            }
        }

        assertThat(granted).hasValue(10);
    }
}
