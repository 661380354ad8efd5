package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import clda.nlu.time.TimeParser.Expression;
import clda.nlu.time.TimeParser.Part;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times at a distance before or after another time: {@code two days before Friday}, 周五前两天. */
final class ShiftedTimes {

    /** Maximum characters of the distance. */
    private static final int LONGEST = 50;

    private static final Pattern OFFSET = Pattern.compile("\\s*(?<way>before|after)\\s+", Pattern.CASE_INSENSITIVE);

    private static final Pattern ONE_DAY =
            Pattern.compile("\\b(?:the|one|a) day(?= (?:before|after)\\b)", Pattern.CASE_INSENSITIVE);

    private static final Pattern OFFSET_BEHIND = Pattern.compile("的?[之以]?(?<way>前|后)的?(?=[\\d一二两三四五六七八九十半])");

    private ShiftedTimes() {}

    /** A time at a distance before or after another time. */
    static Optional<Expression> before(String text, String said, LocalDateTime now) {
        Matcher way = OFFSET.matcher(text);
        while (way.find()) {
            Optional<Found<Length>> length = endingAt(text, way.start());
            if (length.isEmpty()) {
                continue;
            }
            String rest = text.substring(way.end());
            Optional<SingleTime> base = SingleTime.first(rest, now).filter(one -> one.start() == 0);
            if (base.isEmpty()) {
                continue;
            }
            int start = length.get().start();
            int sign = way.group("way").equalsIgnoreCase("before") ? -1 : 1;
            int end = way.end() + base.get().end();
            return Optional.of(new Expression(
                    shifted(base.get().meaning(), length.get().value(), sign, said.substring(start, end)),
                    null,
                    List.of(new Part(start, end, said.substring(start, end)))));
        }
        return Optional.empty();
    }

    /** The found time at the distance that stands behind it, as in Chinese. */
    static Optional<Expression> behind(Expression found, String text, String said) {
        Matcher offset = OFFSET_BEHIND.matcher(text).region(found.end(), text.length());
        Optional<Found<Length>> length = offset.lookingAt() ? Length.at(text, offset.end()) : Optional.empty();
        if (length.isEmpty()) {
            return Optional.empty();
        }
        int end = length.get().end();
        String words = said.substring(found.start(), end);
        int sign = offset.group("way").equals("前") ? -1 : 1;
        Meaning meaning = shifted(found.meaning(), length.get().value(), sign, words);
        return Optional.of(
                timeOfDay(new Expression(meaning, null, List.of(new Part(found.start(), end, words))), text, said));
    }

    /** The duration whose words end at the place. */
    private static Optional<Found<Length>> endingAt(String text, int end) {
        Matcher day = ONE_DAY.matcher(text);
        while (day.find()) {
            if (day.end() == end) {
                return Optional.of(new Found<>(new Length(0, 1, 0), day.start(), end));
            }
        }
        for (int start = Math.max(0, end - LONGEST); start < end; start++) {
            boolean begins = start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1));
            Optional<Found<Length>> found = begins ? Length.at(text, start) : Optional.empty();
            if (found.isPresent() && found.get().end() == end) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Meaning shifted(Meaning base, Length length, int sign, String words) {
        if (!(base instanceof TimeSpan span)) {
            return base instanceof Doubt doubt ? doubt.of(words) : base;
        }
        if (span.to() == null) {
            return TimeSpan.at(length.from(span.from(), sign));
        }
        return span.isDay() && !length.isTimed()
                ? TimeSpan.day(length.from(span.from(), sign).toLocalDate())
                : new Doubt(Doubt.Why.TWO_READINGS, words);
    }

    /** A day gets the time of day that follows. */
    private static Expression timeOfDay(Expression day, String text, String said) {
        String behind = text.substring(day.end());
        Optional<Found<Clock>> clock =
                ClockTimes.first(behind).filter(found -> SingleTime.joins(behind.substring(0, found.start())));
        if (clock.isEmpty() || !(day.meaning() instanceof TimeSpan span) || !span.isDay()) {
            return day;
        }
        int end = day.end() + clock.get().end();
        return new Expression(
                SingleTime.at(span.from().toLocalDate(), clock.get().value()),
                null,
                List.of(new Part(day.start(), end, said.substring(day.start(), end))));
    }
}
