package clda.nlu.time;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A point in time, a day, or a range from one to another.
 *
 * @param to the end, exclusive; null for a point
 * @param timed whether a time of day was named
 */
public record TimeSpan(LocalDateTime from, @Nullable LocalDateTime to, boolean timed) implements Meaning {

    static TimeSpan at(LocalDateTime point) {
        return new TimeSpan(point, null, true);
    }

    static TimeSpan day(LocalDate day) {
        return days(day, day.plusDays(1));
    }

    /** @param end the day after the last */
    static TimeSpan days(LocalDate first, LocalDate end) {
        return new TimeSpan(first.atStartOfDay(), end.atStartOfDay(), false);
    }

    static TimeSpan between(LocalDateTime from, LocalDateTime to) {
        return new TimeSpan(from, to, true);
    }

    /** The point itself; of a day or a stretch of days, its first day at the given time. */
    public LocalDateTime begin(LocalTime usual) {
        return timed ? from : from.toLocalDate().atTime(usual);
    }

    boolean isDay() {
        return !timed && to != null && to.equals(from.plusDays(1));
    }

    /** {@code 2026-11-25}, {@code 2026-11-25T09:00}, or two of them with a slash between; of days, the last one inclusive. */
    @Override
    public String toString() {
        if (to == null) {
            return from.toString();
        }
        if (timed) {
            return from + "/" + to;
        }
        LocalDate first = from.toLocalDate();
        LocalDate last = to.toLocalDate().minusDays(1);
        return first.equals(last) ? first.toString() : first + "/" + last;
    }
}
