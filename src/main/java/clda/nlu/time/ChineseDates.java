package clda.nlu.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Dates in Chinese. Weeks begin on Monday: 下周三 is the Wednesday of the week after this one. */
final class ChineseDates {

    private static final String N = NumberWords.ZH;
    private static final String WEEK = "(?:周|星期|礼拜)";

    static final List<Rule<LocalDateTime, TimeSpan>> RULES = List.of(
            Rule.of(
                    "(?<n>" + N
                            + "|半)\\s*个?(?<half1>半)?(?<unit>分钟|小时|钟头|刻钟|天|日|星期|周|礼拜|月|年)(?<half>半)?(?<sign>[之以]?后|[之以]?前|过后)",
                    ChineseDates::away),
            Rule.of(
                    "(?:过|再过)(?<n>" + N
                            + "|半)\\s*个?(?<half1>半)?(?<unit>分钟|小时|钟头|刻钟|天|日|星期|周|礼拜|月|年)(?<half>半)?(?<sign>)",
                    ChineseDates::away),
            Rule.of("(?<way>未来|接下来|今后|最近|过去|近|前|之前)的?(?<n>" + N + ")个?(?<unit>天|日|星期|周|礼拜|月|年)", ChineseDates::stretch),
            Rule.of(
                    "(?<day>大前天|前天|昨天|昨日|昨晚|今天|今日|今晚|今早|当天|明天|明日|明早|明晚|后天|后日|大后天)",
                    (match, now) -> day(match.group("day"), now)),
            Rule.of("(?<which>这个?|本|下下个?|下个?|上上个?|上个?)?" + WEEK + "(?<day>[一二三四五六日天])", ChineseDates::weekday),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上上个?|上个?)?周末",
                    (match, now) -> Optional.of(Calendar.weekend(now.toLocalDate(), by(match.group("which"))))),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上上个?|上个?)(?:" + WEEK + "(?![一二三四五六日天末]))",
                    (match, now) -> Optional.of(Calendar.week(now.toLocalDate(), by(match.group("which"))))),
            Rule.of(
                    "(?:(?<year>20\\d{2}|[二两][零〇][零〇一二三四五六七八九]{2})年|(?<named>今年|明年|后年|去年|前年))?的?(?<month>" + N
                            + ")(?:月份?|[-/](?=\\d{1,2}[日号]))(?:(?<date>" + N
                            + ")[日号]?(?!个|点|:|：|时)|(?<part>初|中旬?|底|末|上旬|下旬))?",
                    ChineseDates::date),
            Rule.of(
                    "(?<![\\d-])(?<year>20\\d{2})[-/.](?<month>\\d{1,2})[-/.](?<date>\\d{1,2})(?!\\d)",
                    (match, now) -> Calendar.date(
                                    Integer.parseInt(match.group("year")),
                                    Integer.parseInt(match.group("month")),
                                    Integer.parseInt(match.group("date")))
                            .map(TimeSpan::day)),
            Rule.of(
                    "(?<which>这个?|本|当|下下个?|下个?|上上个?|上个?)月(?:(?<date>" + N
                            + ")[日号]|的?(?<part>初|中旬|中|底|末|上旬|下旬|第一天|最后一天))?",
                    ChineseDates::month),
            Rule.of(
                    "(?<![一二三四五六七八九十\\d年个])月(?<part>底|末|初|中)",
                    (match, now) -> part(YearMonth.from(now), match.group("part"))),
            Rule.of(
                    "(?<which>这个?|本|下下个?|下个?|上个?)季度(?<part>末|初)?",
                    (match, now) -> quarter(
                            now.getYear(),
                            Calendar.quarterOf(now.toLocalDate()) + by(match.group("which")),
                            match.group("part"))),
            Rule.of(
                    "(?:(?<named>今年|明年|去年)|(?<year>20\\d{2})年)?的?第?(?<n>[一二三四1-4])季度",
                    (match, now) -> quarter(
                            year(match.group("year"), match.group("named"), now),
                            NumberWords.chinese(match.group("n")),
                            null)),
            Rule.of("(?<named>今年|明年|后年|去年|前年|本年)(?:的?(?<part>底|末|初|年底|年初|上半年|下半年))?", ChineseDates::wholeYear),
            Rule.of("(?<year>20\\d{2})年(?:的?(?<part>底|末|初|年底|年初|上半年|下半年))?(?!\\d)", ChineseDates::wholeYear),
            Rule.of(
                    "(?<![今明后去前本])(?<part>年底|年末|年初|上半年|下半年)",
                    (match, now) -> yearPart(now.getYear(), match.group("part"))),
            Rule.of("(?:(?<named>今年|明年|去年)|(?<year>20\\d{2})年)?的?(?<name>" + Holidays.ZH + ")", ChineseDates::holiday),
            Rule.of("(?<![\\d月点:：])(?<date>" + N + ")[号日](?!线|楼|店|房)", (match, now) -> Calendar.next(
                            now.toLocalDate(), NumberWords.chinese(match.group("date")))
                    .map(TimeSpan::day)));

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

    /** How many weeks or months further. */
    private static int by(@Nullable String which) {
        if (which == null) {
            return 0;
        }
        int many = which.startsWith("下下") || which.startsWith("上上") ? 2 : 1;
        return which.startsWith("下") ? many : which.startsWith("上") ? -many : 0;
    }

    private static Optional<TimeSpan> away(Matcher match, LocalDateTime now) {
        int way = match.group("sign").contains("前") ? -1 : 1;
        boolean half = match.group("n").equals("半");
        boolean andHalf = match.group("half") != null || match.group("half1") != null;
        int count = half ? 0 : NumberWords.chinese(match.group("n"));
        String unit = match.group("unit");
        long minutes =
                switch (unit) {
                    case "分钟" -> 1;
                    case "刻钟" -> 15;
                    case "小时", "钟头" -> 60;
                    default -> 0;
                };
        LocalDateTime minute = now.truncatedTo(ChronoUnit.MINUTES);
        if (minutes > 0) {
            return Optional.of(
                    TimeSpan.at(minute.plusMinutes(way * (count * minutes + (half || andHalf ? minutes / 2 : 0)))));
        }
        LocalDate today = now.toLocalDate();
        return Optional.of(
                switch (unit) {
                    case "天", "日" ->
                        half
                                ? TimeSpan.at(minute.plusHours(12L * way))
                                : TimeSpan.day(today.plusDays((long) way * count));
                    case "月" ->
                        TimeSpan.day(today.plusMonths((long) way * count).plusDays(half || andHalf ? 15L * way : 0));
                    case "年" ->
                        TimeSpan.day(today.plusYears((long) way * count).plusMonths(half || andHalf ? 6L * way : 0));
                    default -> TimeSpan.day(today.plusWeeks((long) way * count));
                });
    }

    private static Optional<TimeSpan> stretch(Matcher match, LocalDateTime now) {
        boolean back = match.group("way").matches("最近|过去|近|前|之前");
        int count = NumberWords.chinese(match.group("n")) * (back ? -1 : 1);
        LocalDate today = now.toLocalDate();
        LocalDate end =
                switch (match.group("unit")) {
                    case "天", "日" -> today.plusDays(count);
                    case "月" -> today.plusMonths(count);
                    case "年" -> today.plusYears(count);
                    default -> today.plusWeeks(count);
                };
        return Optional.of(back ? TimeSpan.days(end, today) : TimeSpan.days(today, end));
    }

    private static Optional<TimeSpan> weekday(Matcher match, LocalDateTime now) {
        int number = "一二三四五六日".indexOf(match.group("day").equals("天") ? "日" : match.group("day")) + 1;
        LocalDate today = now.toLocalDate();
        LocalDate day =
                Calendar.monday(today).plusWeeks(by(match.group("which"))).with(DayOfWeek.of(number));
        boolean passed = match.group("which") == null && day.isBefore(today);
        return Optional.of(TimeSpan.day(passed ? day.plusWeeks(1) : day));
    }

    private static int year(@Nullable String number, @Nullable String name, LocalDateTime now) {
        if (number != null) {
            return NumberWords.chinese(number);
        }
        return now.getYear()
                + (name == null
                        ? 0
                        : switch (name) {
                            case "明年" -> 1;
                            case "后年" -> 2;
                            case "去年" -> -1;
                            case "前年" -> -2;
                            default -> 0;
                        });
    }

    private static Optional<TimeSpan> date(Matcher match, LocalDateTime now) {
        int month = NumberWords.chinese(match.group("month"));
        if (month < 1 || month > 12) {
            return Optional.empty();
        }
        boolean named = match.group("year") != null || match.group("named") != null;
        LocalDate today = now.toLocalDate();
        int year = year(match.group("year"), match.group("named"), now);
        if (match.group("date") != null) {
            int date = NumberWords.chinese(match.group("date"));
            return (named ? Calendar.date(year, month, date) : Calendar.next(today, month, date)).map(TimeSpan::day);
        }
        YearMonth found = YearMonth.of(year, month);
        if (!named && found.isBefore(YearMonth.from(today))) {
            found = found.plusYears(1);
        }
        return match.group("part") == null ? Optional.of(Calendar.month(found)) : part(found, match.group("part"));
    }

    private static Optional<TimeSpan> month(Matcher match, LocalDateTime now) {
        YearMonth month = YearMonth.from(now).plusMonths(by(match.group("which")));
        if (match.group("date") != null) {
            int date = NumberWords.chinese(match.group("date"));
            return Calendar.date(month.getYear(), month.getMonthValue(), date).map(TimeSpan::day);
        }
        return match.group("part") == null ? Optional.of(Calendar.month(month)) : part(month, match.group("part"));
    }

    private static Optional<TimeSpan> part(YearMonth month, String part) {
        return Optional.of(
                switch (part) {
                    case "初", "第一天" -> TimeSpan.day(month.atDay(1));
                    case "中" -> TimeSpan.day(month.atDay(15));
                    case "上旬" -> TimeSpan.days(month.atDay(1), month.atDay(11));
                    case "中旬" -> TimeSpan.days(month.atDay(11), month.atDay(21));
                    case "下旬" ->
                        TimeSpan.days(month.atDay(21), month.plusMonths(1).atDay(1));
                    default -> TimeSpan.day(month.atEndOfMonth());
                });
    }

    private static Optional<TimeSpan> quarter(int year, int number, @Nullable String part) {
        TimeSpan whole = Calendar.quarter(year, number);
        LocalDate first = whole.from().toLocalDate();
        return Optional.of(
                part == null
                        ? whole
                        : TimeSpan.day(
                                part.equals("初") ? first : first.plusMonths(3).minusDays(1)));
    }

    private static Optional<TimeSpan> wholeYear(Matcher match, LocalDateTime now) {
        boolean named = match.namedGroups().containsKey("named");
        int year = named ? year(null, match.group("named"), now) : Integer.parseInt(match.group("year"));
        return match.group("part") == null ? Optional.of(Calendar.year(year)) : yearPart(year, match.group("part"));
    }

    private static Optional<TimeSpan> yearPart(int year, String part) {
        LocalDate first = LocalDate.of(year, 1, 1);
        return Optional.of(
                switch (part) {
                    case "上半年" -> TimeSpan.days(first, first.plusMonths(6));
                    case "下半年" -> TimeSpan.days(first.plusMonths(6), first.plusYears(1));
                    case "初", "年初" -> TimeSpan.day(first);
                    default -> TimeSpan.day(first.plusYears(1).minusDays(1));
                });
    }

    private static Optional<TimeSpan> holiday(Matcher match, LocalDateTime now) {
        String name = match.group("name");
        boolean named = match.group("year") != null || match.group("named") != null;
        return (named
                        ? Holidays.of(name, year(match.group("year"), match.group("named"), now))
                        : Holidays.next(name, now.toLocalDate()))
                .map(TimeSpan::day);
    }
}
