package clda.nlu.time;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Days and ranges of days, relative to a day. Weeks begin on Monday (ISO 8601). */
final class Calendar {

    private Calendar() {}

    static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** @param weeks from the week of the day */
    static TimeSpan week(LocalDate day, int weeks) {
        LocalDate first = monday(day).plusWeeks(weeks);
        return TimeSpan.days(first, first.plusWeeks(1));
    }

    static TimeSpan weekend(LocalDate day, int weeks) {
        LocalDate saturday = monday(day).plusWeeks(weeks).plusDays(5);
        return TimeSpan.days(saturday, saturday.plusDays(2));
    }

    static TimeSpan month(YearMonth month) {
        return TimeSpan.days(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    static TimeSpan year(int year) {
        return TimeSpan.days(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1));
    }

    /** @param quarter from 1; above 4 or below 1, a quarter of another year */
    static TimeSpan quarter(int year, int quarter) {
        LocalDate first = LocalDate.of(year, 1, 1).plusMonths(3L * (quarter - 1));
        return TimeSpan.days(first, first.plusMonths(3));
    }

    static int quarterOf(LocalDate day) {
        return (day.getMonthValue() - 1) / 3 + 1;
    }

    /** Empty if there is no such day. */
    static Optional<LocalDate> date(int year, int month, int day) {
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A day of a month by its place among its kind, 1 to 5, or the last for -1; empty if there are fewer. */
    static Optional<LocalDate> inMonth(YearMonth month, int place, Predicate<LocalDate> kind) {
        List<LocalDate> days = IntStream.rangeClosed(1, month.lengthOfMonth())
                .mapToObj(month::atDay)
                .filter(kind)
                .toList();
        int index = place < 0 ? days.size() - 1 : place - 1;
        return index < days.size() ? Optional.of(days.get(index)) : Optional.empty();
    }

    /** The next such day, today included; the leap day may be years away. */
    static Optional<LocalDate> next(LocalDate today, int month, int day) {
        // A leap day comes at the latest after eight years.
        return IntStream.rangeClosed(today.getYear(), today.getYear() + 8)
                .mapToObj(year -> date(year, month, day))
                .flatMap(Optional::stream)
                .filter(found -> !found.isBefore(today))
                .findFirst();
    }

    /** The next day of a month with the number, today included. */
    static Optional<LocalDate> next(LocalDate today, int day) {
        for (int months = 0; months < 3; months++) {
            YearMonth month = YearMonth.from(today).plusMonths(months);
            if (month.isValidDay(day) && !month.atDay(day).isBefore(today)) {
                return Optional.of(month.atDay(day));
            }
        }
        return Optional.empty();
    }
}
