package clda.nlu.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Weeks, months, quarters and years in English, and their parts: {@code the last 3 months}, {@code the end of May}. */
final class EnglishPeriods {

    private EnglishPeriods() {}

    static Optional<TimeSpan> stretch(Matcher match, LocalDateTime now) {
        boolean back = !match.group("way").toLowerCase(Locale.ROOT).matches("next|coming");
        int count = NumberWords.english(match.group("n"));
        LocalDate today = now.toLocalDate();
        LocalDate end =
                switch (match.group("unit").toLowerCase(Locale.ROOT)) {
                    case "day" -> today.plusDays(back ? -count : count);
                    case "week" -> today.plusWeeks(back ? -count : count);
                    case "month" -> today.plusMonths(back ? -count : count);
                    default -> today.plusYears(back ? -count : count);
                };
        // What is past ends today, what is to come begins today.
        return Optional.of(back ? TimeSpan.days(end, today) : TimeSpan.days(today, end));
    }

    static Optional<TimeSpan> unit(Matcher match, LocalDateTime now) {
        int by = weeks(match.group("which"));
        String unit = match.group("unit");
        boolean nearWeekend =
                unit.equalsIgnoreCase("weekend") && match.group("which").equalsIgnoreCase("coming");
        return Optional.of(unit(unit, nearWeekend ? 0 : by, now));
    }

    static TimeSpan unit(String unit, int by, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "week" -> Calendar.week(today, by);
            case "weekend" -> Calendar.weekend(today, by);
            case "month" -> Calendar.month(YearMonth.from(today).plusMonths(by));
            case "quarter" -> Calendar.quarter(today.getYear(), Calendar.quarterOf(today) + by);
            default -> Calendar.year(today.getYear() + by);
        };
    }

    static Optional<TimeSpan> half(Matcher match, LocalDateTime now) {
        int year = match.group("year") != null
                ? Integer.parseInt(match.group("year"))
                : now.getYear() + weeks(match.group("which"));
        LocalDate first = LocalDate.of(year, match.group("half").equalsIgnoreCase("first") ? 1 : 7, 1);
        return Optional.of(TimeSpan.days(first, first.plusMonths(6)));
    }

    static Optional<TimeSpan> weekOfMonth(Matcher match, LocalDateTime now) {
        int week = EnglishDateWords.ORDINAL_WORDS.indexOf(match.group("n").toLowerCase(Locale.ROOT));
        LocalDate first =
                month(match.group("year"), match.group("month"), now).atDay(1).plusWeeks(week);
        return Optional.of(TimeSpan.days(first, first.plusWeeks(1)));
    }

    static Optional<TimeSpan> edge(Matcher match, LocalDateTime now) {
        return edge(match.group("where"), match.group("which"), match.group("unit"), match.group("year"), now);
    }

    static Optional<TimeSpan> edge(
            String where, @Nullable String which, String unit, @Nullable String year, LocalDateTime now) {
        LocalDate today = now.toLocalDate();
        int by = weeks(which);
        TimeSpan whole =
                switch (unit.toLowerCase(Locale.ROOT)) {
                    case "week" -> Calendar.week(today, by);
                    case "month" -> Calendar.month(YearMonth.from(today).plusMonths(by));
                    case "quarter" -> Calendar.quarter(today.getYear(), Calendar.quarterOf(today) + by);
                    case "year" -> Calendar.year(today.getYear() + by);
                    case "day" -> TimeSpan.between(now, today.atTime(18, 0));
                    default ->
                        Calendar.month(
                                year == null
                                        ? coming(EnglishDateWords.monthOf(unit), today)
                                                .plusYears(by)
                                        : YearMonth.of(Integer.parseInt(year), EnglishDateWords.monthOf(unit)));
                };
        if (unit.equalsIgnoreCase("day") || whole.to() == null) {
            return Optional.of(TimeSpan.at(today.atTime(18, 0)));
        }
        LocalDate first = whole.from().toLocalDate();
        LocalDate last = whole.to().toLocalDate().minusDays(1);
        return Optional.of(TimeSpan.day(
                switch (where.toLowerCase(Locale.ROOT)) {
                    case "end", "last day" -> unit.equalsIgnoreCase("week") ? first.plusDays(4) : last;
                    case "middle" ->
                        first.plusDays(unit.equalsIgnoreCase("week") ? 2 : unit.equalsIgnoreCase("year") ? 181 : 14);
                    default -> first;
                }));
    }

    static Optional<TimeSpan> quarter(Matcher match, LocalDateTime now) {
        int number = match.group("q") != null
                ? Integer.parseInt(match.group("q"))
                : List.of("first", "second", "third", "fourth")
                                .indexOf(match.group("n").toLowerCase(Locale.ROOT))
                        + 1;
        int year = match.group("year") == null ? now.getYear() : Integer.parseInt(match.group("year"));
        return Optional.of(Calendar.quarter(year, number));
    }

    static Optional<TimeSpan> month(Matcher match, LocalDateTime now) {
        int month = EnglishDateWords.monthOf(match.group("month"));
        boolean alone = match.group("year") == null && match.group("which") == null;
        // "May" and "March" are words of their own.
        if (alone
                && !match.group().toLowerCase(Locale.ROOT).matches("(in|during|for) .*")
                && month >= 3
                && month <= 5
                && month != 4) {
            return Optional.empty();
        }
        if (match.group("year") != null) {
            return Optional.of(Calendar.month(YearMonth.of(Integer.parseInt(match.group("year")), month)));
        }
        String which = match.group("which") == null ? "" : match.group("which").toLowerCase(Locale.ROOT);
        LocalDate today = now.toLocalDate();
        YearMonth found =
                switch (which) {
                    case "last" ->
                        YearMonth.of(today.getYear(), month).isBefore(YearMonth.from(today))
                                ? YearMonth.of(today.getYear(), month)
                                : YearMonth.of(today.getYear() - 1, month);
                    case "this" -> YearMonth.of(today.getYear(), month);
                    default -> coming(month, today);
                };
        return Optional.of(Calendar.month(found));
    }

    /** The month of the year that is named, or else the next such month. */
    static YearMonth month(@Nullable String year, String name, LocalDateTime now) {
        return year == null
                ? coming(EnglishDateWords.monthOf(name), now.toLocalDate())
                : YearMonth.of(Integer.parseInt(year), EnglishDateWords.monthOf(name));
    }

    private static YearMonth coming(int month, LocalDate today) {
        YearMonth thisYear = YearMonth.of(today.getYear(), month);
        return thisYear.isBefore(YearMonth.from(today)) ? thisYear.plusYears(1) : thisYear;
    }

    /** How many weeks, months or years ahead. */
    static int weeks(@Nullable String which) {
        return which == null
                ? 0
                : switch (which.strip().toLowerCase(Locale.ROOT)) {
                    case "next", "coming" -> 1;
                    case "last", "past", "previous" -> -1;
                    default -> 0;
                };
    }
}
