package clda.dialogue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * When something comes again: {@code daily 08:00}, {@code weekdays 08:00}, {@code weekly MONDAY 08:00} or
 * {@code monthly 1 08:00}, in a zone. A time that the zone skips or has twice on a day is moved as {@link ZonedDateTime} does;
 * a day that a month does not have is its last.
 */
public record Repetition(Every every, int day, LocalTime time, ZoneId zone) {

    public enum Every {
        daily,
        weekdays,
        weekly,
        monthly
    }

    public Repetition {
        boolean known =
                switch (every) {
                    case daily, weekdays -> day == 0;
                    case weekly -> day >= 1 && day <= 7;
                    case monthly -> day >= 1 && day <= 31;
                };
        if (!known) {
            throw new IllegalArgumentException(every + " has no day " + day);
        }
        time = time.truncatedTo(ChronoUnit.MINUTES);
    }

    /** @throws IllegalArgumentException if it is not of the form that {@link #text} gives */
    public static Repetition parse(String text, ZoneId zone) {
        String[] words = text.strip().split("\\s+");
        try {
            Every every = Every.valueOf(words[0].toLowerCase(Locale.ROOT));
            boolean dayed = every == Every.weekly || every == Every.monthly;
            if (words.length != (dayed ? 3 : 2)) {
                throw new IllegalArgumentException("a word too many or too few");
            }
            int day =
                    switch (every) {
                        case daily, weekdays -> 0;
                        case weekly ->
                            DayOfWeek.valueOf(words[1].toUpperCase(Locale.ROOT)).getValue();
                        case monthly -> Integer.parseInt(words[1]);
                    };
            return new Repetition(every, day, LocalTime.parse(words[words.length - 1]), zone);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "write \"daily 08:00\", \"weekdays 08:00\", \"weekly MONDAY 08:00\" or \"monthly 1 08:00\"", e);
        }
    }

    public String text() {
        String on =
                switch (every) {
                    case daily, weekdays -> "";
                    case weekly -> " " + DayOfWeek.of(day);
                    case monthly -> " " + day;
                };
        return every + on + " " + time;
    }

    /** The first time after the given one. */
    public Instant after(Instant instant) {
        ZonedDateTime at = instant.atZone(zone);
        ZonedDateTime next = onDay(at).with(time);
        for (int tries = 0; !next.toInstant().isAfter(instant); tries++) {
            next = onDay(step(at, tries + 1)).with(time);
        }
        while (every == Every.weekdays && next.getDayOfWeek().getValue() > DayOfWeek.FRIDAY.getValue()) {
            next = next.plusDays(1).with(time);
        }
        return next.toInstant();
    }

    private ZonedDateTime onDay(ZonedDateTime at) {
        return switch (every) {
            case daily, weekdays -> at;
            case weekly -> at.with(TemporalAdjusters.nextOrSame(DayOfWeek.of(day)));
            case monthly -> at.withDayOfMonth(Math.min(day, at.toLocalDate().lengthOfMonth()));
        };
    }

    private ZonedDateTime step(ZonedDateTime at, int times) {
        return switch (every) {
            case daily, weekdays -> at.plusDays(times);
            case weekly -> at.plusWeeks(times);
            case monthly -> at.withDayOfMonth(1).plusMonths(times);
        };
    }
}
