package clda.nlu.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Weeks, months, quarters and years in Chinese, and their parts: 最近三个月, 五月底, 上半年. */
final class ChinesePeriods {

    private ChinesePeriods() {}

    static Optional<TimeSpan> stretch(Matcher match, LocalDateTime now) {
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

    static Optional<Meaning> weekOfMonth(Matcher match, LocalDateTime now) {
        LocalDate first = named(match, now).atDay(1).plusWeeks(NumberWords.chinese(match.group("n")) - 1);
        return Optional.of(TimeSpan.days(first, first.plusWeeks(1)));
    }

    static TimeSpan part(YearMonth month, String part) {
        return switch (part) {
            case "初", "第一天" -> TimeSpan.day(month.atDay(1));
            case "中" -> TimeSpan.day(month.atDay(15));
            case "上旬" -> TimeSpan.days(month.atDay(1), month.atDay(11));
            case "中旬" -> TimeSpan.days(month.atDay(11), month.atDay(21));
            case "下旬" -> TimeSpan.days(month.atDay(21), month.plusMonths(1).atDay(1));
            default -> TimeSpan.day(month.atEndOfMonth());
        };
    }

    static Optional<TimeSpan> quarter(int year, int number, @Nullable String part) {
        TimeSpan whole = Calendar.quarter(year, number);
        LocalDate first = whole.from().toLocalDate();
        return Optional.of(
                part == null
                        ? whole
                        : TimeSpan.day(
                                part.equals("初") ? first : first.plusMonths(3).minusDays(1)));
    }

    static Optional<TimeSpan> wholeYear(Matcher match, LocalDateTime now) {
        boolean named = match.namedGroups().containsKey("named");
        int year = named ? year(null, match.group("named"), now) : Integer.parseInt(match.group("year"));
        return match.group("part") == null ? Optional.of(Calendar.year(year)) : yearPart(year, match.group("part"));
    }

    static Optional<TimeSpan> yearPart(int year, String part) {
        LocalDate first = LocalDate.of(year, 1, 1);
        return Optional.of(
                switch (part) {
                    case "上半年" -> TimeSpan.days(first, first.plusMonths(6));
                    case "下半年" -> TimeSpan.days(first.plusMonths(6), first.plusYears(1));
                    case "初", "年初" -> TimeSpan.day(first);
                    default -> TimeSpan.day(first.plusYears(1).minusDays(1));
                });
    }

    /** The month in the year that is named, or else the next such month. */
    static YearMonth named(Matcher match, LocalDateTime now) {
        boolean named = match.group("year") != null || match.group("named") != null;
        YearMonth month = YearMonth.of(
                year(match.group("year"), match.group("named"), now),
                Math.clamp(NumberWords.chinese(match.group("month")), 1, 12));
        return !named && month.isBefore(YearMonth.from(now)) ? month.plusYears(1) : month;
    }

    /** The year in digits or by its name; this year if there is neither. */
    static int year(@Nullable String number, @Nullable String name, LocalDateTime now) {
        if (number != null) {
            int year = NumberWords.chinese(number);
            return year < 100 ? 2000 + year : year;
        }
        return now.getYear()
                + (name == null
                        ? 0
                        : switch (name) {
                            case "明年" -> 1;
                            case "后年" -> 2;
                            case "去年" -> -1;
                            case "前年" -> -2;
                            case "大前年" -> -3;
                            default -> 0;
                        });
    }

    /** The number of weeks or months ahead. */
    static int by(@Nullable String which) {
        if (which == null) {
            return 0;
        }
        int many = which.startsWith("下下") || which.startsWith("上上") ? 2 : 1;
        return which.startsWith("下") ? many : which.startsWith("上") ? -many : 0;
    }
}
