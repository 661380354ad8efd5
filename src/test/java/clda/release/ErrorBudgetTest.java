package clda.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When a canary has failed too often or was too slow: the first two rows of the table of objectives. */
class ErrorBudgetTest {

    private static final Duration FAST = Duration.ofMillis(300);
    private static final Duration SLOW = Duration.ofMillis(2_001);

    private final ErrorBudget budget = new ErrorBudget();
    private Instant now = Instant.parse("2026-11-28T10:00:00Z");

    private void turns(int count, int failed, Duration over) {
        for (int i = 0; i < count; i++) {
            now = now.plus(over.dividedBy(count));
            budget.ended(now, i < failed);
        }
    }

    private void answers(int count, int slow, Duration over) {
        for (int i = 0; i < count; i++) {
            now = now.plus(over.dividedBy(count));
            budget.answered(now, i < slow ? SLOW : FAST);
        }
    }

    @Test
    void aTenthOfThirtyTurnsMayFailAndNoMore() {
        turns(32, 3, Duration.ofSeconds(40));
        assertThat(budget.breach(now)).isEmpty();

        budget.ended(now, true);

        assertThat(budget.breach(now)).hasValue("4 of 33 turns of the canary arm failed in 5 min; at most 10 % may");
    }

    @Test
    void moreThanAQuarterIsSeenWithinAMinute() {
        turns(32, 9, Duration.ofSeconds(40));

        assertThat(budget.breach(now)).hasValue("9 of 32 turns of the canary arm failed in 1 min; at most 25 % may");
    }

    @Test
    void fewTurnsSayNothing() {
        turns(29, 29, Duration.ofSeconds(30));
        answers(29, 29, Duration.ofSeconds(20));

        assertThat(budget.breach(now)).isEmpty();
    }

    @Test
    void aTenthMayFailOverFiveMinutes() {
        // Given eight turns a minute, of which one fails: too few in a minute to tell
        for (int minute = 0; minute < 4; minute++) {
            turns(8, 1, Duration.ofSeconds(58));
        }
        assertThat(budget.breach(now)).hasValueSatisfying(reason -> assertThat(reason)
                .isEqualTo("4 of 32 turns of the canary arm failed in 5 min; at most 10 % may"));
    }

    @Test
    void whatIsOverIsOver() {
        // Given many failures some minutes ago, and none in the last one
        turns(40, 9, Duration.ofSeconds(50));
        now = now.plusSeconds(70);

        turns(8, 0, Duration.ofSeconds(20));

        assertThat(budget.breach(now)).isEmpty();
    }

    @Test
    void twoInFiveMayBeSlow() {
        answers(30, 12, Duration.ofSeconds(40));
        assertThat(budget.breach(now)).isEmpty();

        budget.answered(now, SLOW);

        assertThat(budget.breach(now))
                .hasValue("13 of 31 turns of the canary arm showed nothing within 2 s in 1 min; at most 40 % may");
    }

    @Test
    void afterFiveMinutesNothingIsRemembered() {
        turns(30, 30, Duration.ofSeconds(30));
        assertThat(budget.breach(now)).isPresent();

        assertThat(budget.breach(now.plusSeconds(301))).isEmpty();
    }
}
