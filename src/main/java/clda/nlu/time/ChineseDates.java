package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Dates in Chinese. Weeks begin on Monday: 下周三 is the Wednesday of the week after this one. */
final class ChineseDates {

    private static final String N = NumberWords.ZH;
    private static final String WEEK = "(?:周|星期|礼拜)";
    private static final String YEAR = "(?:(?<year>20\\d{2}|[二两][零〇][零〇一二三四五六七八九]{2})年|(?<named>大前年|今年|明年|后年|去年|前年))";

    static final List<Rule<LocalDateTime, Meaning>> RULES = List.of(
            Rule.of(
                    "(?:过|再过)?几个?(?:分钟|小时|钟头|天|星期|礼拜|周|月|年)(?:[之以]?后|内)|过几个?(?:分钟|小时|钟头|天|星期|礼拜|周|月|年)|[这近][几两]天|改天|[今明后]天?左右",
                    (match, now) -> Optional.of(new Doubt(Doubt.Why.NOT_PRECISE))),
            Rule.of(
                    "(?<named>今年|年初|本月|这个月|月初)(?:以来|至今|到现在|到目前)",
                    (match, now) -> Optional.of(TimeSpan.days(
                            match.group("named").contains("月")
                                    ? now.toLocalDate().withDayOfMonth(1)
                                    : now.toLocalDate().withDayOfYear(1),
                            now.toLocalDate().plusDays(1)))),
            Rule.of(
                    "(?:" + YEAR
                            + ")?(?:农历|阴历|旧历)的?(?<leap>闰)?(?<month>[正一二三四五六七八九十冬腊]{1,3})月(?<day>初[一二三四五六七八九十]|[一二三四五六七八九十廿卅]{1,3})",
                    ChineseDates::farmers),
            Rule.of(
                    "(?:" + YEAR
                            + ")?(?<leap>闰)?(?:(?<month>[正冬腊])月(?<day>初[一二三四五六七八九十]|[一二三四五六七八九十廿卅]{1,3})|(?<month2>[二三四五六七八九十]{1,3})月(?<day2>初[一二三四五六七八九十]|廿[一二三四五六七八九]))",
                    ChineseDates::farmers),
            Rule.of("(?:" + YEAR + ")?大年(?<day>初[一二三四五六七])", ChineseDates::farmers),
            Rule.of(
                    "(?:(?:" + YEAR + ")?的?(?<month>" + N
                            + ")月份?|(?<which>这个?|本|下下个?|下个?)月)的?(?:第(?<n>[一二三四五1-5])个?|(?<last>最后一?个?))(?:" + WEEK
                            + "(?<day>[一二三四五六日天])|(?<work>工作日))",
                    ChineseDates::dayInMonth),
            Rule.of(
                    "(?:" + YEAR + ")?的?(?<month>" + N + ")月份?的?第(?<n>[一二三四1-4])个?(?:周|星期)(?![一二三四五六日天])",
                    ChinesePeriods::weekOfMonth),
            Rule.of(
                    "(?<named>今年|明年|去年)的?(?<edge>最后一天|第一天)",
                    (match, now) -> Optional.of(TimeSpan.day(
                            match.group("edge").startsWith("第")
                                    ? LocalDate.of(ChinesePeriods.year(null, match.group("named"), now), 1, 1)
                                    : LocalDate.of(ChinesePeriods.year(null, match.group("named"), now), 12, 31)))),
            Rule.of(
                    "(?<way>未来|接下来|今后|最近|过去|近|前|之前)的?(?<n>" + N + ")个?(?<unit>天|日|星期|周|礼拜|月|年)",
                    ChinesePeriods::stretch),
            Rule.of(
                    "(?<day>大前天|前天|昨天|昨日|昨晚|今天|今日|今晚|今早|当天|明天|明日|明早|明晚|后天|后日|大后天)",
                    (match, now) -> day(match.group("day"), now)),
            Rule.of("(?<which>这个?|本|下下个?|下个?|上上个?|上个?)?" + WEEK + "(?<day>[一二三四五六日天])", ChineseDates::weekday),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上上个?|上个?)?周末",
                    (match, now) ->
                            Optional.of(Calendar.weekend(now.toLocalDate(), ChinesePeriods.by(match.group("which"))))),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上上个?|上个?)(?:" + WEEK + "(?![一二三四五六日天末]))",
                    (match, now) ->
                            Optional.of(Calendar.week(now.toLocalDate(), ChinesePeriods.by(match.group("which"))))),
            Rule.of(
                    "(?:(?<year>20\\d{2}|[二两][零〇][零〇一二三四五六七八九]{2}|(?<!\\d)\\d{2}(?=年\\d{1,2}月\\d))年|(?<named>大前年|今年|明年|后年|去年|前年))?的?(?<month>"
                            + N
                            + ")(?:月份?|[-/](?=\\d{1,2}[日号]))(?:(?<date>" + N
                            + ")[日号]?(?!个|点|:|：|时)|的?(?<part>最后一天|第一天|初|中旬?|底|末|上旬|下旬))?",
                    ChineseDates::date),
            Rule.of(
                    "(?<![\\d-])(?<year>20\\d{2})[-/.](?<month>\\d{1,2})[-/.](?<date>\\d{1,2})(?!\\d)",
                    (match, now) -> Calendar.date(
                                    Integer.parseInt(match.group("year")),
                                    Integer.parseInt(match.group("month")),
                                    Integer.parseInt(match.group("date")))
                            .<Meaning>map(TimeSpan::day)
                            .or(() -> Optional.of(new Doubt(Doubt.Why.NO_SUCH_DAY)))),
            Rule.of(
                    "(?<which>这个?|本|当|下下个?|下个?|上上个?|上个?)月(?:(?<date>" + N
                            + ")[日号]|的?(?<part>初|中旬|中|底|末|上旬|下旬|第一天|最后一天))?",
                    ChineseDates::month),
            Rule.of(
                    "(?<![一二三四五六七八九十\\d年个])月(?<part>底|末|初|中)",
                    (match, now) -> Optional.of(ChinesePeriods.part(YearMonth.from(now), match.group("part")))),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上上个?|上个?)季度(?<part>末|初)?",
                    (match, now) -> ChinesePeriods.quarter(
                            now.getYear(),
                            Calendar.quarterOf(now.toLocalDate()) + ChinesePeriods.by(match.group("which")),
                            match.group("part"))),
            Rule.of(
                    "(?:(?<named>今年|明年|去年)|(?<year>20\\d{2})年)?的?第?(?<n>[一二三四1-4])季度",
                    (match, now) -> ChinesePeriods.quarter(
                            ChinesePeriods.year(match.group("year"), match.group("named"), now),
                            NumberWords.chinese(match.group("n")),
                            null)),
            Rule.of("(?<named>大前年|今年|明年|后年|去年|前年|本年)(?:的?(?<part>底|末|初|年底|年初|上半年|下半年))?", ChinesePeriods::wholeYear),
            Rule.of("(?<year>20\\d{2})年(?:的?(?<part>底|末|初|年底|年初|上半年|下半年))?(?!\\d)", ChinesePeriods::wholeYear),
            Rule.of(
                    "(?<![今明后去前本])(?<part>年底|年末|年初|上半年|下半年)",
                    (match, now) -> ChinesePeriods.yearPart(now.getYear(), match.group("part"))),
            Rule.of("(?:(?<named>今年|明年|去年)|(?<year>20\\d{2})年)?的?(?<name>" + Holidays.ZH + ")", ChineseDates::holiday),
            Rule.of(
                    "(?<![\\d月点:：零一二三四五六七八九十])(?<date>" + N + ")[号日](?!线|楼|店|房|单|员|门)",
                    (match, now) ->
                            existing(Calendar.next(now.toLocalDate(), NumberWords.chinese(match.group("date"))))));

    private ChineseDates() {}

    private static Optional<TimeSpan> day(String name, LocalDateTime now) {
        int days =
                switch (name) {
                    case "大前天" -> -3;
                    case "前天" -> -2;
                    case "昨天", "昨日", "昨晚" -> -1;
                    case "明天", "明日", "明早", "明晚" -> 1;
                    case "后天", "后日" -> 2;
                    case "大后天" -> 3;
                    default -> 0;
                };
        return Optional.of(TimeSpan.day(now.toLocalDate().plusDays(days)));
    }

    private static Optional<Meaning> existing(Optional<LocalDate> day) {
        return Optional.of(day.<Meaning>map(TimeSpan::day).orElseGet(() -> new Doubt(Doubt.Why.NO_SUCH_DAY)));
    }

    /** A day of the farmers' calendar; the next such day if no year is named. */
    private static Optional<Meaning> farmers(Matcher match, LocalDateTime now) {
        boolean newYear = !match.namedGroups().containsKey("month");
        String month = newYear ? "正" : either(match, "month");
        String day = newYear ? match.group("day") : either(match, "day");
        boolean leap = !newYear && match.group("leap") != null;
        int m = farmersMonth(month);
        int d = farmersDay(day);
        LocalDate today = now.toLocalDate();
        if (match.group("year") != null || match.group("named") != null) {
            return existing(FarmersCalendar.date(
                    ChinesePeriods.year(match.group("year"), match.group("named"), now), m, leap, d));
        }
        for (int year = today.getYear() - 1; year <= today.getYear() + 1; year++) {
            // In the next such month there is the day, or there is none.
            if (FarmersCalendar.date(year, m, leap, -1)
                    .filter(end -> !end.isBefore(today))
                    .isPresent()) {
                Optional<LocalDate> found = FarmersCalendar.date(year, m, leap, d);
                if (found.isEmpty() || !found.get().isBefore(today)) {
                    return existing(found);
                }
            }
        }
        return Optional.of(new Doubt(Doubt.Why.NO_SUCH_DAY));
    }

    private static String either(Matcher match, String group) {
        boolean two = match.namedGroups().containsKey(group + "2");
        String first = match.group(group);
        return first == null && two ? match.group(group + "2") : first;
    }

    static int farmersMonth(String name) {
        return switch (name) {
            case "正" -> 1;
            case "冬" -> 11;
            case "腊" -> 12;
            default -> name.matches("[正冬腊].*") ? 0 : NumberWords.chinese(name);
        };
    }

    static int farmersDay(String name) {
        String plain = name.replace("初", "").replace("卅", "三十").replace("廿", "二十");
        return NumberWords.chinese(plain);
    }

    private static Optional<Meaning> dayInMonth(Matcher match, LocalDateTime now) {
        YearMonth month = match.group("which") != null
                ? YearMonth.from(now).plusMonths(ChinesePeriods.by(match.group("which")))
                : ChinesePeriods.named(match, now);
        int place = match.group("last") != null ? -1 : NumberWords.chinese(match.group("n"));
        DayOfWeek day = match.group("day") == null ? null : dayOfWeek(match.group("day"));
        return existing(Calendar.inMonth(
                month, place, date -> day == null ? Distances.isWorkday(date) : date.getDayOfWeek() == day));
    }

    static DayOfWeek dayOfWeek(String name) {
        return DayOfWeek.of("一二三四五六日".indexOf(name.equals("天") ? "日" : name) + 1);
    }

    private static Optional<TimeSpan> weekday(Matcher match, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        LocalDate day = Calendar.monday(today)
                .plusWeeks(ChinesePeriods.by(match.group("which")))
                .with(dayOfWeek(match.group("day")));
        boolean passed = match.group("which") == null && day.isBefore(today);
        return Optional.of(TimeSpan.day(passed ? day.plusWeeks(1) : day));
    }

    private static Optional<Meaning> date(Matcher match, LocalDateTime now) {
        int month = NumberWords.chinese(match.group("month"));
        if (month < 1 || month > 12) {
            return match.group("date") == null ? Optional.empty() : Optional.of(new Doubt(Doubt.Why.NO_SUCH_DAY));
        }
        boolean named = match.group("year") != null || match.group("named") != null;
        LocalDate today = now.toLocalDate();
        int year = ChinesePeriods.year(match.group("year"), match.group("named"), now);
        if (match.group("date") != null) {
            int date = NumberWords.chinese(match.group("date"));
            return existing(named ? Calendar.date(year, month, date) : Calendar.next(today, month, date));
        }
        YearMonth found = YearMonth.of(year, month);
        if (!named && found.isBefore(YearMonth.from(today))) {
            found = found.plusYears(1);
        }
        return Optional.of(
                match.group("part") == null ? Calendar.month(found) : ChinesePeriods.part(found, match.group("part")));
    }

    private static Optional<Meaning> month(Matcher match, LocalDateTime now) {
        YearMonth month = YearMonth.from(now).plusMonths(ChinesePeriods.by(match.group("which")));
        if (match.group("date") != null) {
            int date = NumberWords.chinese(match.group("date"));
            return existing(Calendar.date(month.getYear(), month.getMonthValue(), date));
        }
        return Optional.of(
                match.group("part") == null ? Calendar.month(month) : ChinesePeriods.part(month, match.group("part")));
    }

    private static Optional<Meaning> holiday(Matcher match, LocalDateTime now) {
        String name = match.group("name");
        if (Holidays.isElsewhereAnother(name)) {
            return Optional.of(new Doubt(Doubt.Why.TWO_READINGS));
        }
        boolean named = match.group("year") != null || match.group("named") != null;
        return (named
                        ? Holidays.of(name, ChinesePeriods.year(match.group("year"), match.group("named"), now))
                        : Holidays.next(name, now.toLocalDate()))
                .<Meaning>map(TimeSpan::day);
    }
}
