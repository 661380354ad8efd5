package clda.nlu.time;

import static org.assertj.core.api.Assertions.assertThat;

import clda.nlu.Language;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                    FREQ=YEARLY;BYWEEKNO=20;BYHOUR=9                      | FREQ=YEARLY;BYWEEKNO=20;BYHOUR=9             | FREQ=YEARLY;BYWEEKNO=20;BYHOUR=9
                    """)
    void aRuleIsSaidInBothLanguages(String rule, String english, String chinese) {
        assertThat(RuleWords.of("DTSTART:20261124T090000\nRRULE:" + rule, Language.en))
                .isEqualTo(english);
        assertThat(RuleWords.of(rule, Language.zh)).isEqualTo(chinese);
    }
}
