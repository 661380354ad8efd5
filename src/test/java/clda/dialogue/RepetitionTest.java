package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.nlu.Language;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When something comes again, also where clocks are put forward and months are short. */
class RepetitionTest {

    private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");

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
    void whatWasStoredBeforeThereWereRulesGoesOn(String every, ZoneId zone, Instant now, Instant next) {
        Repetition stored = Repetition.parse(every, zone);

        assertThat(stored.after(now)).contains(next);
        assertThat(stored.text()).isEqualTo(every);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0         | 2026-11-30T09:00:00Z 2026-12-14T09:00:00Z
                    RRULE:FREQ=DAILY;INTERVAL=2;BYHOUR=9;BYMINUTE=0             | 2026-11-25T09:00:00Z 2026-11-27T09:00:00Z
                    FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0                           | 2026-11-24T17:00:00Z 2026-11-25T09:00:00Z
                    FREQ=DAILY;BYHOUR=9,17;BYMINUTE=15,30;BYSETPOS=1,4          | 2026-11-24T17:30:00Z 2026-11-25T09:15:00Z
                    FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0              | 2026-11-30T09:00:00Z 2026-12-31T09:00:00Z
                    FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0                  | 2026-12-07T09:00:00Z 2027-01-04T09:00:00Z
                    FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0 | 2026-11-30T09:00:00Z 2026-12-31T09:00:00Z
                    FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0    | 2026-12-01T09:00:00Z 2027-03-01T09:00:00Z
                    FREQ=MONTHLY;BYMONTHDAY=31;BYHOUR=9;BYMINUTE=0              | 2026-12-31T09:00:00Z 2027-01-31T09:00:00Z 2027-03-31T09:00:00Z
                    FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=0     | 2028-02-29T09:00:00Z 2032-02-29T09:00:00Z
                    FREQ=HOURLY;INTERVAL=2                                      | 2026-11-24T12:00:00Z 2026-11-24T14:00:00Z
                    FREQ=HOURLY;BYMINUTE=30                                     | 2026-11-24T10:30:00Z 2026-11-24T11:30:00Z
                    FREQ=MINUTELY;INTERVAL=5                                    | 2026-11-24T10:05:00Z 2026-11-24T10:10:00Z
                    FREQ=MINUTELY                                               | 2026-11-24T10:01:00Z 2026-11-24T10:02:00Z
                    FREQ=DAILY;COUNT=2;BYHOUR=9;BYMINUTE=0                      | 2026-11-25T09:00:00Z 2026-11-26T09:00:00Z never
                    FREQ=DAILY;UNTIL=20261126;BYHOUR=9;BYMINUTE=0               | 2026-11-25T09:00:00Z 2026-11-26T09:00:00Z never
                    FREQ=DAILY;UNTIL=20261126T080000Z;BYHOUR=9;BYMINUTE=0       | 2026-11-25T09:00:00Z never
                    DTSTART:20261207T090000 RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0 | 2026-12-07T09:00:00Z 2026-12-14T09:00:00Z
                    DTSTART;TZID=Asia/Tokyo:20261124T090000 RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0 | 2026-11-25T00:00:00Z 2026-11-26T00:00:00Z
                    RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0   | 2027-02-06T09:00:00Z 2028-01-26T09:00:00Z
                    RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0 | 2027-02-05T09:00:00Z 2028-01-25T09:00:00Z
                    RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=9;BYMINUTE=0         | 2026-12-09T09:00:00Z 2026-12-23T09:00:00Z
                    """)
    void aRuleThatBeginsNowComesAtItsTimes(String rule, String times) {
        Repetition repetition = Repetition.starting(rule, ZoneId.of("UTC"), TUESDAY);

        List<String> found = new ArrayList<>();
        Optional<Instant> next = repetition.after(TUESDAY);
        while (found.size() < times.split(" ").length) {
            found.add(next.map(Instant::toString).orElse("never"));
            next = next.flatMap(repetition::after);
        }
        assertThat(found).containsExactly(times.split(" "));
        assertThat(Repetition.parse(repetition.text(), repetition.zone())).isEqualTo(repetition);
    }

    @Test
    void hoursThatPassAreCountedOverTheChangeOfTheClocks() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Repetition everyTwoHours =
                Repetition.starting("FREQ=HOURLY;INTERVAL=2", berlin, Instant.parse("2026-03-28T22:00:00Z"));

        Instant at = Instant.parse("2026-03-28T22:00:00Z");
        for (int i = 0; i < 5; i++) {
            Instant next = everyTwoHours.after(at).orElseThrow();
            assertThat(Duration.between(at, next)).isEqualTo(Duration.ofHours(2));
            at = next;
        }
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "daily",
                "daily 25:00",
                "weekly 08:00",
                "weekly MOON 08:00",
                "monthly 0 08:00",
                "monthly 32 08:00",
                "hourly 1",
                "FREQ=DAILY",
                "FREQ=DAILY;BYHOUR=25",
                "FREQ=DAILY;INTERVAL=0;BYHOUR=9",
                "FREQ=DAILY;BYHOUR=9;BYHOUR=10",
                "FREQ=DAILY;BYHOUR=9;X-OTHER=1",
                "FREQ=SECONDLY",
                "FREQ=SECONDLY;BYHOUR=9",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=9;BYMINUTE=0",
                "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;UNTIL=20201231;BYHOUR=9;BYMINUTE=0",
                "DTSTART:20261399T000000 RRULE:FREQ=DAILY;BYHOUR=9",
                "DTSTART;TZID=Nowhere/City:20261124T090000 RRULE:FREQ=DAILY;BYHOUR=9",
                "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1;BYHOUR=9",
                "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYHOUR=9",
                "RSCALE=CHINESE;FREQ=DAILY;BYHOUR=9",
                "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;BYHOUR=9"
            })
    void whatIsNoRuleIsRefusedWithAWordOnHowToWriteIt(String every) {
        assertThatThrownBy(() -> Repetition.starting(every, ZoneId.of("UTC"), TUESDAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BYHOUR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    daily 11:00          | every day at 11:00    | 每天 11:00
                    weekly MONDAY 08:00  | every Monday at 08:00 | 每周一 08:00
                    monthly 31 09:00     | on the 31st of every month (or its last day) at 09:00 | 每月 31 日（没有则为最后一天） 09:00
                    FREQ=DAILY;BYHOUR=9;BYMINUTE=0 | every day at 09:00 | 每天 09:00
                    daily 25:00          | daily 25:00           | daily 25:00
                    every now and then   | every now and then    | every now and then
                    """)
    void whatIsWrittenForARepetitionIsSaidInWords(String written, String english, String chinese) {
        assertThat(Repetition.inWords(written, Language.EN)).isEqualTo(english);
        assertThat(Repetition.inWords(written, Language.ZH)).isEqualTo(chinese);
    }
}
