package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recurrences in Chinese: 每两周的周五, 每月最后一天. */
final class ChineseRepetitions {

    private static final String N = NumberWords.ZH;
    private static final String WEEK = "(?:周|星期|礼拜)";
    private static final String DAYS = "[一二三四五六日天](?:(?:[、，,和及与]|还有)?" + WEEK + "?[一二三四五六日天](?![十点时个月号日:]))*";
    private static final String RANGE = "[一二三四五六日天](?:到|至|[-—~～])" + WEEK + "?[一二三四五六日天]";
    private static final String DATES = N + "[号日](?:[、，,和及与]\\s*" + N + "[号日])*";
    private static final String KIND = "(?:" + WEEK + "(?<day>[一二三四五六日天])|(?<work>工作日))";

    static final List<Rule<RuleDraft, RuleDraft>> RULES = List.of(
            Rule.of(
                    "每(?:个|一)?(?:分钟|小时|天|日|周|星期|礼拜|月|个月|年)(?!一次)(?:" + N
                            + "|几)次|每隔?几个?(?:分钟|小时|天|周|星期|月|年)|时不时|隔三差五|隔周|隔月|隔天|隔年"
                            + "|每隔(?:两|二|三|四|五|六|七|八|九|十|[2-9]|\\d{2,})个?(?:天|日|周|星期|礼拜|月|年)",
                    (match, draft) -> EnglishRepetitions.doubt(draft, Doubt.Why.TWO_READINGS)),
            // 周二，十一点 or 二十一点.
            Rule.of(
                    "每个?" + WEEK + "二十[一二三]?点",
                    (match, draft) -> EnglishRepetitions.doubt(draft, Doubt.Why.TWO_READINGS)),
            Rule.of("每(?:到|个|逢)?整点", (match, draft) -> {
                draft.minute = 0;
                return EnglishRepetitions.unit(draft, "hour", 1);
            }),
            Rule.of("每(?:一)?个?小时|每个?钟头", (match, draft) -> EnglishRepetitions.unit(draft, "hour", 1)),
            Rule.of("每(?:一)?分钟", (match, draft) -> EnglishRepetitions.unit(draft, "minute", 1)),
            Rule.of(
                    WEEK + "?(?:每个?" + WEEK + "?工作日|工作日(?:里|的)?(?:每天|每日|天天)?)",
                    (match, draft) ->
                            match.group().contains("每") || match.group().contains("天天")
                                    ? weekly(draft, RuleDraft.WORKDAYS, 1)
                                    : Optional.empty()),
            Rule.of(
                    "每(?:个|逢)?" + WEEK + "(?<days>" + RANGE + "|" + DAYS + ")(?:的?(?:每天|每日))?",
                    (match, draft) -> weekly(draft, days(match.group("days")), 1)),
            Rule.of(
                    WEEK + "(?<days>" + RANGE + ")的?(?:每天|每日|天天)",
                    (match, draft) -> weekly(draft, days(match.group("days")), 1)),
            Rule.of(
                    "每(?:个|逢)?(?:周末|星期末)",
                    (match, draft) -> weekly(draft, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), 1)),
            Rule.of(
                    "(?:每隔一个?|每(?<n>" + N + ")个?)" + WEEK + "的?(?:" + WEEK + "(?<days>" + DAYS + "))",
                    (match, draft) -> weekly(
                            draft,
                            days(match.group("days")),
                            match.group("n") == null ? 2 : NumberWords.chinese(match.group("n")))),
            Rule.of(
                    "每(?:隔一个?|(?:两|二|2)个?)" + WEEK + "(?!的?" + WEEK + ")",
                    (match, draft) -> EnglishRepetitions.unit(draft, "week", 2)),
            Rule.of(
                    "每(?:一|个)?" + WEEK + "(?![一二三四五六日天末])",
                    (match, draft) -> EnglishRepetitions.unit(draft, "week", 1)),
            Rule.of("(?:每(?:一)?[天日]|天天)", (match, draft) -> EnglishRepetitions.unit(draft, "day", 1)),
            Rule.of("每(?:天|日)?(?<part>早(?!上|晨)|晚(?!上))", (match, draft) -> {
                draft.usual = match.group("part").equals("早") ? LocalTime.of(9, 0) : LocalTime.of(20, 0);
                return EnglishRepetitions.unit(draft, "day", 1);
            }),
            Rule.of("每隔一[天日]", (match, draft) -> EnglishRepetitions.unit(draft, "day", 2)),
            Rule.of(
                    "每(?<n>" + N + ")[天日]",
                    (match, draft) -> EnglishRepetitions.unit(draft, "day", NumberWords.chinese(match.group("n")))),
            Rule.of(
                    "(?:在)?(?:每(?<n>" + N + ")个|每个?|每隔一个)月份?的?(?:第(?<place>[一二三四1-4])个?|(?<last>最后一?个?))" + KIND,
                    ChineseRepetitions::dayInMonth),
            Rule.of(
                    "(?:每(?<n>" + N
                            + ")个|每个?|(?<other>每隔一个))月份?(?:的?(?:(?<last>月?最后一天|月?底|末)|(?<first>第一天|月?初(?![一二三四五六七八九十]))|(?<dates>"
                            + DATES + ")))?",
                    ChineseRepetitions::monthly),
            Rule.of("每个?季度?的?(?<first>第一天|初)?", (match, draft) -> {
                if (match.group("first") != null) {
                    draft.monthDays.add(1);
                }
                return EnglishRepetitions.unit(draft, "quarter", 1);
            }),
            Rule.of(
                    "(?:每逢?|逢)(?:农历|阴历|旧历)的?(?<days>初[一二三四五六七八九十]|十五)(?:[、，,和及与]?(?<more>初[一二三四五六七八九十]|十五))?(?![一二三四五六七八九十])",
                    ChineseRepetitions::farmersDays),
            Rule.of(
                    "每(?:一)?年(?:的)?(?:(?<farmers>农历|阴历|旧历)的?(?<fmonth>[正一二三四五六七八九十冬腊]{1,3})月(?<fday>初[一二三四五六七八九十]|[一二三四五六七八九十廿卅]{1,3})"
                            + "|(?<fmonth2>[正冬腊])月(?<fday2>初[一二三四五六七八九十]|[一二三四五六七八九十廿卅]{1,3})"
                            + "|(?<month>" + N + ")月份?(?:(?<date>" + N + ")[号日]|的?(?<last>最后一天|底))?|(?<name>"
                            + Holidays.ZH + "))?",
                    ChineseRepetitions::yearly));

    private static final Pattern DAY = Pattern.compile("(?<to>到|至|[-—~～])?" + WEEK + "?(?<day>[一二三四五六日天])");

    private ChineseRepetitions() {}

    private static Optional<RuleDraft> weekly(RuleDraft draft, Set<DayOfWeek> days, int interval) {
        draft.freq = "WEEKLY";
        draft.interval = interval;
        draft.days = EnumSet.copyOf(days);
        return Optional.of(draft);
    }

    static Set<DayOfWeek> days(String words) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        Matcher matcher = DAY.matcher(words);
        DayOfWeek last = null;
        while (matcher.find()) {
            DayOfWeek day = ChineseDates.dayOfWeek(matcher.group("day"));
            for (DayOfWeek between = last; matcher.group("to") != null && between != null && between != day; ) {
                between = between.plus(1);
                days.add(between);
            }
            days.add(day);
            last = day;
        }
        return days;
    }

    private static int count(Matcher match) {
        return match.group("n") != null
                ? NumberWords.chinese(match.group("n"))
                : match.group().startsWith("每隔") ? 2 : 1;
    }

    private static Optional<RuleDraft> dayInMonth(Matcher match, RuleDraft draft) {
        draft.freq = "MONTHLY";
        draft.interval = count(match);
        draft.place = match.group("last") != null ? -1 : NumberWords.chinese(match.group("place"));
        draft.days = match.group("work") != null
                ? EnumSet.copyOf(RuleDraft.WORKDAYS)
                : EnumSet.of(ChineseDates.dayOfWeek(match.group("day")));
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> monthly(Matcher match, RuleDraft draft) {
        draft.freq = "MONTHLY";
        draft.interval = count(match);
        if (match.group("last") != null) {
            draft.monthDays.add(-1);
        } else if (match.group("first") != null) {
            draft.monthDays.add(1);
        } else if (match.group("dates") != null) {
            Matcher date = Pattern.compile(N).matcher(match.group("dates"));
            while (date.find()) {
                draft.monthDays.add(NumberWords.chinese(date.group()));
            }
        }
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> farmersDays(Matcher match, RuleDraft draft) {
        draft.freq = "MONTHLY";
        draft.farmers = true;
        draft.monthDays.add(ChineseDates.farmersDay(match.group("days")));
        if (match.group("more") != null) {
            draft.monthDays.add(ChineseDates.farmersDay(match.group("more")));
        }
        return Optional.of(draft);
    }

    private static Optional<RuleDraft> yearly(Matcher match, RuleDraft draft) {
        draft.freq = "YEARLY";
        if (match.group("name") != null) {
            return EnglishRepetitions.holiday(draft, match.group("name"));
        }
        String month = match.group("fmonth") != null ? match.group("fmonth") : match.group("fmonth2");
        if (month != null) {
            String day = match.group("fday") != null ? match.group("fday") : match.group("fday2");
            draft.farmers = true;
            draft.months.add(ChineseDates.farmersMonth(month));
            draft.monthDays.add(ChineseDates.farmersDay(day));
            return draft.months.first() < 1 || draft.months.first() > 12 || draft.monthDays.first() > 30
                    ? EnglishRepetitions.doubt(draft, Doubt.Why.NO_SUCH_DAY)
                    : Optional.of(draft);
        }
        if (match.group("month") == null) {
            return Optional.of(draft);
        }
        int number = NumberWords.chinese(match.group("month"));
        if (number < 1 || number > 12) {
            return EnglishRepetitions.doubt(draft, Doubt.Why.NO_SUCH_DAY);
        }
        draft.months.add(number);
        if (match.group("last") != null) {
            draft.monthDays.add(-1);
        } else if (match.group("date") != null) {
            draft.monthDays.add(NumberWords.chinese(match.group("date")));
        }
        return Optional.of(draft);
    }
}
