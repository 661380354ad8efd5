package clda.nlu.time;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as persons read them. */
class RuleWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=DAILY;BYHOUR=8;BYMINUTE=0                        | every day at 08:00                           | 每天 08:00
                    FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0                     | every day at 09:00 and 17:00                 | 每天 09:00、17:00
                    FREQ=DAILY;BYHOUR=9,17;BYMINUTE=15,30;BYSETPOS=1,4    | every day at 09:15 and 17:30                 | 每天 09:15、17:30
                    FREQ=DAILY;INTERVAL=2;BYHOUR=8;BYMINUTE=0             | every other day at 08:00                     | 每两天 08:00
                    FREQ=DAILY;INTERVAL=3;BYHOUR=8;BYMINUTE=0             | every 3 days at 08:00                        | 每 3 天 08:00
                    FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0              | every Monday at 08:00                        | 每周一 08:00
                    FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=8;BYMINUTE=0           | every Monday and Thursday at 08:00           | 每周一、周四 08:00
                    FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0  | every weekday at 08:00                       | 每个工作日 08:00
                    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0   | every other Monday at 09:00                  | 每两周的周一 09:00
                    FREQ=WEEKLY;INTERVAL=3;BYDAY=FR;BYHOUR=9;BYMINUTE=0   | every 3 weeks on Friday at 09:00             | 每 3 周的周五 09:00
                    FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=9;BYMINUTE=0      | on the 1st and 15th of every month at 09:00  | 每月 1 日、15 日 09:00
                    FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0        | on the last day of every month at 09:00      | 每月最后一天 09:00
                    FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0            | on the first Monday of every month at 09:00  | 每月第一个周一 09:00
                    FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=9;BYMINUTE=0           | on the last Friday of every month at 09:00   | 每月最后一个周五 09:00
                    FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=9;BYMINUTE=0 | on the last weekday of every month at 09:00 | 每月最后一个工作日 09:00
                    FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0 | on the 1st of every 3 months at 09:00     | 每 3 个月的 1 日 09:00
                    RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD;BYHOUR=9;BYMINUTE=0 | on the 31st of every month (or its last day) at 09:00 | 每月 31 日（没有则为最后一天） 09:00
                    FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;BYHOUR=18;BYMINUTE=0 | every year on 24 December at 18:00       | 每年 12 月 24 日 18:00
                    FREQ=HOURLY;INTERVAL=2                                | every 2 hours                                | 每 2 小时
                    FREQ=HOURLY;BYMINUTE=0                                | every hour at :00                            | 每小时的 :00
                    FREQ=MINUTELY;INTERVAL=5                              | every 5 minutes                              | 每 5 分钟
                    FREQ=MINUTELY                                         | every minute                                 | 每分钟
                    FREQ=DAILY;COUNT=5;BYHOUR=9;BYMINUTE=0                | every day at 09:00, 5 times                  | 每天 09:00，共 5 次
                    FREQ=DAILY;UNTIL=20261224T235959;BYHOUR=9;BYMINUTE=0  | every day at 09:00, until 2026-12-24         | 每天 09:00，到 2026-12-24 为止
                    RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15;BYHOUR=9;BYMINUTE=0 | every year on the 15th of the 8th month of the Chinese calendar at 09:00 | 每年农历八月十五 09:00
                    RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;BYHOUR=9;BYMINUTE=0 | every year on the last day of the 12th month of the Chinese calendar at 09:00 | 每年农历腊月最后一天 09:00
                    RSCALE=CHINESE;FREQ=MONTHLY;BYMONTHDAY=1,15;BYHOUR=9;BYMINUTE=0 | on the 1st and 15th of every month of the Chinese calendar at 09:00 | 每逢农历初一、十五 09:00
                    """)
    void aRuleIsSaidInBothLanguages(String rule, String english, String chinese) {
        assertThat(RuleWords.of("RRULE:" + rule, Language.EN)).isEqualTo(english);
        assertThat(RuleWords.of(rule, Language.ZH)).isEqualTo(chinese);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=YEARLY;BYWEEKNO=20;BYHOUR=9                               | every year; in the 20th week of the year; within hour 9 | 每年；当年第 20 周；9 时
                    FREQ=YEARLY;BYYEARDAY=111,-1;BYHOUR=9;BYMINUTE=0               | every year; on the 111th and last day of the year; at 09:00 | 每年；当年第 111 天、最后一天；09:00
                    FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;BYHOUR=9;BYMINUTE=0        | every month; on the 13th day of the month; on Friday; at 09:00 | 每月；当月第 13 日；周五；09:00
                    FREQ=MONTHLY;BYMONTHDAY=-2;BYHOUR=9;BYMINUTE=0                 | every month; on the 2nd to last day of the month; at 09:00 | 每月；当月倒数第 2 日；09:00
                    FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-2;BYHOUR=9;BYMINUTE=0       | every month; on Monday and Tuesday; at 09:00; of these only the 2nd to last | 每月；周一、周二；09:00；只取其中倒数第 2 个
                    FREQ=YEARLY;BYDAY=20MO,-1SU;BYHOUR=9;BYMINUTE=0                | every year; on the 20th Monday and the last Sunday; at 09:00 | 每年；第 20 个周一、最后一个周日；09:00
                    FREQ=DAILY;BYMONTH=7,8;BYHOUR=9,17;BYMINUTE=30;COUNT=5         | every day; in July and August; at 09:30 and 17:30, 5 times | 每天；7 月、8 月；09:30、17:30，共 5 次
                    FREQ=MINUTELY;INTERVAL=5;BYHOUR=9                              | every 5 minutes; within hour 9 | 每 5 分钟；9 时
                    FREQ=HOURLY;BYMINUTE=30;BYDAY=MO                               | every hour; on Monday; at minute 30 | 每小时；周一；30 分
                    FREQ=WEEKLY;BYHOUR=9;BYMINUTE=0                                | every week; at 09:00 | 每周；09:00
                    FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;BYHOUR=9;BYMINUTE=0 | every other week; on Monday and Sunday; at 09:00; weeks begin on Sunday | 每两周；周一、周日；09:00；一周从周日开始
                    RSCALE=GREGORIAN;FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;SKIP=FORWARD;BYHOUR=9;BYMINUTE=0 | every year; in February; on the 29th day of the month; at 09:00; a day that does not exist becomes the one after | 每年；2 月；当月第 29 日；09:00；没有的日子改为后一天
                    RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0 | every year; in month 5L; on the 1st day of the month; at 09:00; by the Chinese calendar | 每年；5L 月；当月第 1 日；09:00；按农历
                    """)
    void ofARuleForWhichThereIsNoPhraseEachPartIsSaid(String rule, String english, String chinese) {
        assertThat(RuleWords.of(rule, Language.EN)).isEqualTo(english);
        assertThat(RuleWords.of(rule, Language.ZH)).isEqualTo(chinese);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    FREQ=WEEKLY;WKST=SU;BYDAY=MO;BYHOUR=9;BYMINUTE=0   | every Monday at 09:00
                    FREQ=DAILY;UNTIL=20261226;BYHOUR=9;BYMINUTE=0      | every day at 09:00, until 2026-12-26
                    FREQ=DAILY;UNTIL=20261226T080000Z;BYHOUR=9;BYMINUTE=0 | every day at 09:00, until 2026-12-26 08:00 UTC
                    freq=daily;byhour=9;byminute=0                     | every day at 09:00
                    """)
    void whatChangesNothingIsNotSaidAndAllElseIs(String rule, String words) {
        assertThat(RuleWords.of(rule, Language.EN)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DTSTART:20261124T090000 RRULE:FREQ=HOURLY;INTERVAL=5                        | every 5 hours, from 2026-11-24 09:00 | 每 5 小时，从 2026-11-24 09:00 起
                    DTSTART:20261124T000000 RRULE:FREQ=HOURLY;INTERVAL=5                        | every 5 hours, from 2026-11-24 00:00 | 每 5 小时，从 2026-11-24 00:00 起
                    DTSTART;TZID=Asia/Tokyo:20261124T000000 RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0 | every day at 09:00, from 2026-11-24, Asia/Tokyo time | 每天 09:00，从 2026-11-24 起，Asia/Tokyo 时间
                    """)
    void theStartAndTheZoneThatItNamesAreSaidToo(String rule, String english, String chinese) {
        assertThat(RuleWords.of(rule, Language.EN)).isEqualTo(english);
        assertThat(RuleWords.of(rule, Language.ZH)).isEqualTo(chinese);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "call Bob",
                "A-1001",
                "FOO=1",
                "BYHOUR=9",
                "FREQ=DAILY;BYHOUR=25;BYMINUTE=0",
                "FREQ=DAILY;BYHOUR=nine",
                "FREQ=DAILY;COUNT=many",
                "FREQ=DAILY;BYHOUR=9;BYHOUR=10",
                "FREQ=DAILY;BYHOUR=9;X-OTHER=1",
                "DTSTART;TZID=Nowhere/City:20261124T090000 RRULE:FREQ=DAILY;BYHOUR=9",
                "every day: FREQ=DAILY;BYHOUR=9;BYMINUTE=0"
            })
    void whatIsNoRuleStaysAsItIs(String text) {
        assertThat(RuleWords.of(text, Language.EN)).isEqualTo(text);
        assertThat(RuleWords.of(text, Language.ZH)).isEqualTo(text);
    }
}
