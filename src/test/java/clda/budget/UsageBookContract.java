package clda.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.budget.UsageBook.Used;
import clda.store.Write;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
    private static final Map<Scope, Quantity> HUNDRED_TOKENS =
            Map.of(Scope.PERSON_DAY, new Quantity(Long.MAX_VALUE, 100, Long.MAX_VALUE));

    abstract UsageBook book();

    abstract void write(Write write);

    abstract void close();

    /** JUnit does not call an abstract method that is overridden without the annotation. */
    @AfterEach
    final void ends() {
        close();
    }

    private static Quantity tokens(long tokens) {
        return new Quantity(1, tokens, 0);
    }

    private static Used used(Spending spending, long input, long output) {
        return new Used(spending, "m", 1, input, 0, output, 0, 0, 7);
    }

    private final AtomicInteger calls = new AtomicInteger();

    /** A call for a message of a turn with the same name. */
    private ModelCall call(Spending spending, String message) {
        return new ModelCall(spending, "of " + message, message, "call" + calls.incrementAndGet());
    }

    private ModelCall hold(String message, Spending spending, long tokens) {
        ModelCall call = call(spending, message);
        book().hold(call, tokens(tokens), LATER, Quantity.NOTHING, HUNDRED_TOKENS);
        return call;
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
        ModelCall call = hold("m1", ALICE, 100);

        book().release(call);

        hold("m2", ALICE, 100);
    }

    @Test
    void countingEndsTheReservationAndCountsWhatWasUsed() {
        hold("m1", ALICE, 100);

        write(book().count("m1", used(ALICE, 20, 10)));

        assertThat(book().spent(Scope.PERSON_DAY, ALICE)).isEqualTo(new Quantity(1, 30, 7));
        hold("m2", ALICE, 70);
    }

    @Test
    void whatNobodyToldOfCountsInFull() {
        ModelCall call = hold("m1", ALICE, 60);

        book().spend(call);
        book().spend(call);

        assertThat(book().spent(Scope.CONVERSATION, ALICE).tokens()).isEqualTo(60);
        assertThat(book().used("default", null, TODAY, null, 1_000).getFirst().estimatedTokens())
                .isEqualTo(60);
        assertThatThrownBy(() -> hold("m2", ALICE, 41)).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void aReservationThatNobodyEndsCountsAfterItsTime() {
        hold("m1", ALICE, 60);

        book().spendAbandoned(LATER);
        assertThat(book().used("default", null, TODAY, null, 1_000)).isEmpty();
        book().spendAbandoned(LATER.plusMillis(1));
        book().spendAbandoned(LATER.plusMillis(1));

        assertThat(book().used("default", null, TODAY, null, 1_000).getFirst().estimatedTokens())
                .isEqualTo(60);
        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(60);
    }

    @Test
    void aStepThatIsTakenUpAgainMayUseWhatItHasReserved() {
        hold("m1", ALICE, 60);

        hold("m1", ALICE, 60);

        assertThat(book().used("default", null, TODAY, null, 1_000).getFirst().estimatedTokens())
                .as("the call that the crash cut off counts in full")
                .isEqualTo(60);
        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(120);
        assertThatThrownBy(() -> hold("m2", ALICE, 1)).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void aStepThatIsTakenUpAgainAndAgainIsForgivenOneCallOnly() {
        hold("m1", ALICE, 60);
        hold("m1", ALICE, 60);

        assertThatThrownBy(() -> hold("m1", ALICE, 60)).isInstanceOf(BudgetExceeded.class);
    }

    @Test
    void manyThatAreTakenUpAgainAreForgivenOneCallTogether() {
        for (int i = 0; i < 10; i++) {
            hold("m" + i, ALICE, 10);
        }

        int goOn = 0;
        for (int i = 0; i < 10; i++) {
            try {
                hold("m" + i, ALICE, 10);
                goOn++;
            } catch (BudgetExceeded e) {
                // What the others have reserved may have been used.
            }
        }

        assertThat(goOn).isEqualTo(1);
    }

    @Test
    void whoComesBackLateFindsItsCallCountedAlready() {
        ModelCall cutOff = hold("m1", ALICE, 30);
        ModelCall again = hold("m1", ALICE, 30);

        book().spend(cutOff);
        book().release(again);

        assertThat(book().spent(Scope.PERSON_DAY, ALICE)).isEqualTo(tokens(30));
    }

    @Test
    void whatIsReservedAtTheMomentIsAnotherReasonThanWhatIsUsedUp() {
        write(book().count("m0", used(ALICE, 30, 10)));
        book().hold(call(ALICE, "m1"), tokens(30), LATER.minusSeconds(5), Quantity.NOTHING, HUNDRED_TOKENS);
        book().hold(call(ALICE, "m2"), tokens(20), LATER, Quantity.NOTHING, HUNDRED_TOKENS);

        assertThatThrownBy(() -> hold("m3", ALICE, 40))
                .extracting("roomAt")
                .as("when the first has ended")
                .isEqualTo(LATER.minusSeconds(5));
        assertThatThrownBy(() -> hold("m3", ALICE, 60)).extracting("roomAt").isEqualTo(LATER);
        assertThatThrownBy(() -> hold("m3", ALICE, 61)).extracting("roomAt").isNull();
    }

    @Test
    void aTurnIsMeasuredByWhatItsMessagesHaveUsedAndItsOtherCalls() {
        Map<Scope, Quantity> limit = Map.of(Scope.TURN, new Quantity(3, 100, 100));
        Quantity inTurn = new Quantity(1, 40, 0);
        ModelCall failed = new ModelCall(ALICE, "t1", "t1-m2", "a");
        book().hold(failed, tokens(50), LATER, inTurn, limit);
        book().spend(failed);

        assertThatThrownBy(
                        () -> book().hold(new ModelCall(ALICE, "t1", "t1-m2", "b"), tokens(11), LATER, inTurn, limit))
                .isInstanceOf(BudgetExceeded.class);
        book().hold(new ModelCall(ALICE, "t1", "t1-m2", "c"), tokens(10), LATER, inTurn, limit);
        book().hold(new ModelCall(ALICE, "t2", "t2-m1", "d"), tokens(100), LATER, Quantity.NOTHING, limit);
    }

    @Test
    void aCallOverMidnightCountsOnTheDayOnWhichItWasReserved() {
        hold("m1", ALICE, 60);

        write(book().count("m1", used(new Spending("default", "alice", "c1", TODAY.plusDays(1)), 50, 10)));

        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(60);
        assertThat(book().used("default", null, TODAY.plusDays(1), null, 1_000)).isEmpty();
    }

    @Test
    void anErasedConversationLeavesNothingButTheCountsOfItsDays() {
        Map<Scope, Quantity> limit = Map.of(Scope.TURN, new Quantity(3, 100, 100));
        ModelCall call = new ModelCall(ALICE, "t1", "t1-m1", "a");
        book().hold(call, tokens(60), LATER, Quantity.NOTHING, limit);
        book().spend(call);

        write(book().forget("c1"));

        book().hold(new ModelCall(ALICE, "t1", "t1-m1", "b"), tokens(60), LATER, Quantity.NOTHING, limit);
        assertThat(book().spent(Scope.PERSON_DAY, ALICE).tokens()).isEqualTo(120);
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

        assertThat(book().used("default", null, TODAY, null, 1_000))
                .extracting(used -> used.spending().person())
                .containsExactly("bob", "alice");
        assertThat(book().used("default", "alice", TODAY, null, 1_000)).hasSize(1);
        assertThat(book().used("default", null, TODAY.plusDays(1), null, 1_000)).hasSize(1);
    }

    @Test
    void theReportGoesOnFromPageToPage() {
        // Given rows that differ in one of day, person and model each
        for (LocalDate day : List.of(TODAY, TODAY.plusDays(1))) {
            for (String person : List.of("alice", "bob")) {
                for (String model : List.of("", "m1", "m2")) {
                    write(book().count(
                                    "m",
                                    new Used(new Spending("default", person, "c1", day), model, 1, 1, 0, 1, 0, 0, 7)));
                }
            }
        }
        List<Used> whole = book().used("default", null, TODAY, null, 1_000);
        assertThat(whole).hasSize(12);

        // When it is read in parts
        List<Used> parts = new ArrayList<>();
        List<Used> part = book().used("default", null, TODAY, null, 5);
        while (!part.isEmpty()) {
            parts.addAll(part);
            part = book().used("default", null, TODAY, part.getLast().place(), 5);
        }

        // Then nothing is missing and nothing is there twice
        assertThat(parts).isEqualTo(whole);
        assertThat(book().used("default", "bob", TODAY, whole.get(0).place(), 100))
                .extracting(Used::place)
                .containsExactlyElementsOf(whole.stream()
                        .map(Used::place)
                        .filter(place -> place.person().equals("bob"))
                        .toList());
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
