package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When something comes again, also where clocks are put forward and months are short. */
class RepetitionTest {

    @ParameterizedTest
    @CsvSource({
        "daily 08:00,        Europe/Berlin, 2026-03-02T06:00:00Z, 2026-03-02T07:00:00Z",
        "daily 08:00,        Europe/Berlin, 2026-03-02T07:00:00Z, 2026-03-03T07:00:00Z",
        "daily 08:00,        Europe/Berlin, 2026-03-28T08:00:00Z, 2026-03-29T06:00:00Z",
        "daily 02:30,        Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z",
        "weekdays 17:00,     UTC,           2026-03-06T17:00:00Z, 2026-03-09T17:00:00Z",
        "weekdays 17:00,     UTC,           2026-03-07T10:00:00Z, 2026-03-09T17:00:00Z",
        "weekly MONDAY 08:00, Asia/Shanghai, 2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z",
        "weekly SUNDAY 08:00, UTC,          2026-03-02T00:00:00Z, 2026-03-08T08:00:00Z",
        "monthly 31 09:00,   UTC,           2026-01-31T09:00:00Z, 2026-02-28T09:00:00Z",
        "monthly 1 09:00,    UTC,           2026-12-01T09:00:00Z, 2027-01-01T09:00:00Z"
    })
    void theNextTimeIsTheFirstAfterNow(String every, ZoneId zone, Instant now, Instant next) {
        assertThat(Repetition.parse(every, zone).after(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"daily 08:00", "weekdays 17:30", "weekly FRIDAY 00:00", "monthly 31 23:59"})
    void itIsWrittenAsItIsRead(String every) {
        assertThat(Repetition.parse(every, ZoneId.of("UTC")).text()).isEqualTo(every);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "daily", "daily 25:00", "weekly 08:00", "monthly 0 08:00", "monthly 32 08:00", "hourly 1"})
    void whatCannotBeReadIsRefusedWithAWordOnHowToWriteIt(String every) {
        assertThatThrownBy(() -> Repetition.parse(every, ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weekly MONDAY 08:00");
    }
}
