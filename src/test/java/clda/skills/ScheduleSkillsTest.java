package clda.skills;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.nlu.Language;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the skills of reminders say of values that are made for tools. */
class ScheduleSkillsTest {

    private static Skill skill(String intent) {
        return ScheduleSkills.all(Clock.systemUTC(), ZoneOffset.UTC).stream()
                .filter(skill -> skill.intent().name().equals(intent))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    repeat | every | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0 | every other Monday at 09:00 | 每两周的周一 09:00
                    repeat | what  | FREQ=DAILY;BYHOUR=9;BYMINUTE=0 | FREQ=DAILY;BYHOUR=9;BYMINUTE=0 | FREQ=DAILY;BYHOUR=9;BYMINUTE=0
                    repeat | doing | true                    | to be done then | 到时执行
                    repeat | doing | false                   | as a reminder   | 到时提醒
                    repeat | doubt | NOT_PRECISE every week  | '' | ''
                    remind | at    | 2026-03-02T09:00[Asia/Tokyo] | 2026-03-02 09:00[Asia/Tokyo] | 2026-03-02 09:00[Asia/Tokyo]
                    remind | what  | the TV                  | the TV | the TV
                    """)
    void aValueIsCalledAsPeopleCallIt(String intent, String slot, String value, String english, String chinese) {
        assertThat(skill(intent).inWords(slot, value, Language.EN)).isEqualTo(english);
        assertThat(skill(intent).inWords(slot, value, Language.ZH)).isEqualTo(chinese);
    }

    @Test
    void aRuleThatNeverComesIsRefusedWithoutAWordOfRules() {
        assertThat(skill("repeat").failure("invalid_arguments", Json.MAPPER.createObjectNode(), Language.EN))
                .contains("There is no such time to come.");
        assertThat(skill("repeat").failure("invalid_arguments", Json.MAPPER.createObjectNode(), Language.ZH))
                .contains("以后不再有这样的时间。");
        assertThat(skill("repeat").failure("timeout", Json.MAPPER.createObjectNode(), Language.EN))
                .isEmpty();
    }
}
