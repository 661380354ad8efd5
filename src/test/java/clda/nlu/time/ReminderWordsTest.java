package clda.nlu.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** When somebody wants to be reminded, whatever times the thing itself has. */
class ReminderWordsTest {

    private static final ZonedDateTime NOW =
            LocalDateTime.parse("2026-11-24T10:00").atZone(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvFileSource(resources = "/times/reminders.txt", delimiter = '|', quoteCharacter = '\u0000')
    void theTimeOfTheReminderIsNotThatOfTheThing(String sentence, String when) {
        String found = ReminderWords.find(sentence, NOW)
                .map(one -> one.doubt() == null ? one.at() : "ask")
                .orElse("none");

        assertThat(found).isEqualTo(when);
    }
}
