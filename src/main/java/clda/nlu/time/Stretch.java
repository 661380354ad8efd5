package clda.nlu.time;

import clda.nlu.time.TimeParser.Expression;
import clda.nlu.time.TimeParser.Part;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A range from one time to another, with its position in the text. */
record Stretch(TimeSpan span, int start, int end) {

    /** Maximum number of places that are tried as the middle of a range. */
    private static final int STRETCHES = 3;

    /** Maximum characters of one end of a range. */
    private static final int LONGEST_END = 50;

    /** Between the two ends of a stretch. */
    private static final Pattern UNTIL =
            Pattern.compile("\\s*(?:\\b(?:to|until|till|through|and)\\b|到|至|[-–—~～])\\s*", Pattern.CASE_INSENSITIVE);

    /** "At five to nine" is one time. */
    private static final Pattern MINUTES_TO = Pattern.compile(
            "\\b(?:at|by|around) (?:five|ten|twenty|twenty[- ]five|(?:a )?quarter|\\d{1,2} minutes)(?: minutes)? to $",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BETWEEN = Pattern.compile("\\bbetween\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE =
            Pattern.compile("20\\d{2}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?|[+-]\\d{2}:\\d{2}|UTC ?[+-]\\d{1,2}");

    private static final Pattern YEAR = Pattern.compile("20\\d{2}|[今明去前后]年");

    /** From one time to another; each end supplies what the other leaves out. */
    static Optional<Stretch> first(String text, LocalDateTime now) {
        Matcher until = UNTIL.matcher(text);
        for (int tries = 0; tries < STRETCHES && until.find(); tries++) {
            boolean joins = until.group().strip().equalsIgnoreCase("and");
            if (isWithinDate(text, until.start())
                    || MINUTES_TO.matcher(text.substring(0, until.end())).find()
                    || joins
                            && !BETWEEN.matcher(text.substring(0, until.start()))
                                    .find()) {
                continue;
            }
            String before = text.substring(0, until.start());
            String after = text.substring(until.end(), Math.min(text.length(), until.end() + LONGEST_END));
            Optional<SingleTime> to = SingleTime.first(after, now)
                    .filter(one -> one.start() == 0 && one.isTime())
                    .or(() -> bare(after, now));
            if (to.isEmpty()) {
                continue;
            }
            Optional<SingleTime> from = last(before, now, to.get());
            if (from.isPresent()) {
                Optional<SingleTime> day = from.get().date() == null && to.get().date() == null
                        ? SingleTime.first(before.substring(0, from.get().start()), now)
                                .filter(one -> one.date() != null
                                        && one.clock() == null
                                        && one.meaning() instanceof TimeSpan span
                                        && span.isDay())
                        : Optional.empty();
                SingleTime first = day.map(one -> new SingleTime(
                                from.get().meaning(), one.date(), from.get().clock()))
                        .orElse(from.get());
                Optional<TimeSpan> span = join(first, to.get(), after, now);
                if (span.isPresent()) {
                    return Optional.of(new Stretch(
                            span.get(), first.start(), until.end() + to.get().end()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isWithinDate(String text, int at) {
        Matcher date = DATE.matcher(text);
        while (date.find()) {
            if (date.start() < at && at < date.end()) {
                return true;
            }
        }
        return false;
    }

    /** A number that is an hour only because it stands at the end of a stretch. */
    private static Optional<SingleTime> bare(String text, LocalDateTime now) {
        Matcher hour = Pattern.compile("^\\d{1,2}(?![\\d:.%])").matcher(text);
        return hour.find()
                ? SingleTime.first("at " + hour.group(), now)
                        .map(one -> new SingleTime(
                                one.meaning(),
                                null,
                                one.clock() == null
                                        ? null
                                        : new Found<>(one.clock().value(), 0, hour.end())))
                : Optional.empty();
    }

    /** The expression at the end of the text. */
    private static Optional<SingleTime> last(String text, LocalDateTime now, SingleTime to) {
        for (int start = Math.max(0, text.length() - LONGEST_END); start < text.length(); start++) {
            // An expression begins with a word, which the next place begins with, too.
            if (Character.isWhitespace(text.charAt(start))) {
                continue;
            }
            if (start > 0
                    && Character.isLetterOrDigit(text.charAt(start - 1))
                    && text.charAt(start - 1) < 0x80
                    && Character.isLetterOrDigit(text.charAt(start))
                    && text.charAt(start) < 0x80) {
                continue;
            }
            int offset = start;
            String part = text.substring(start);
            Optional<SingleTime> found = SingleTime.first(part, now)
                    .filter(one -> one.isTime()
                            && one.start() <= 1
                            && one.end() == part.stripTrailing().length());
            if (found.isEmpty() && to.clock() != null) {
                Matcher hour = Pattern.compile(
                                "(?:from |between )?(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\s*$",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(part);
                if (hour.matches()) {
                    found = SingleTime.first("at " + hour.group(1), now)
                            .map(one -> new SingleTime(
                                    one.meaning(),
                                    null,
                                    one.clock() == null
                                            ? null
                                            : new Found<>(one.clock().value(), 0, part.length())));
                }
            }
            if (found.isPresent()) {
                SingleTime one = found.get();
                return Optional.of(
                        new SingleTime(one.meaning(), moved(one.date(), offset), moved(one.clock(), offset)));
            }
        }
        return Optional.empty();
    }

    private static <T> @Nullable Found<T> moved(@Nullable Found<T> found, int by) {
        return found == null ? null : new Found<>(found.value(), found.start() + by, found.end() + by);
    }

    private static Optional<TimeSpan> join(SingleTime from, SingleTime to, String after, LocalDateTime now) {
        if (from.clock() != null && to.clock() != null) {
            LocalDate day = from.date() != null ? day(from.date()) : to.date() != null ? day(to.date()) : null;
            LocalTime begin = from.clock().value().time();
            LocalTime end = to.clock().value().time();
            if (!from.clock().value().halfNamed()
                    && to.clock().value().halfNamed()
                    && end.getHour() >= 12
                    && begin.getHour() < 12
                    && begin.plusHours(12).isBefore(end)) {
                begin = begin.plusHours(12);
            } else if (!from.clock().value().halfNamed()
                    && to.clock().value().halfNamed()
                    && end.getHour() < 12
                    && begin.getHour() >= 12) {
                begin = begin.minusHours(12);
            } else if (from.clock().value().halfNamed()
                    && !to.clock().value().halfNamed()
                    && begin.getHour() >= 12
                    && end.getHour() < 12
                    && end.getHour() > 0) {
                end = end.plusHours(12);
            } else if (from.clock().value().halfNamed()
                    && !to.clock().value().halfNamed()
                    && begin.getHour() < 12
                    && end.minusHours(12).isAfter(begin)
                    && end.getHour() >= 12
                    && end.minusHours(12).getHour() <= 12
                    && begin.getHour() < end.getHour() - 12) {
                end = end.minusHours(12);
            }
            LocalDate today = now.toLocalDate();
            LocalDate on = day != null ? day : today.atTime(begin).isAfter(now) ? today : today.plusDays(1);
            LocalDate until = to.date() != null && from.date() != null
                    ? day(to.date())
                    : end.isAfter(begin) ? on : on.plusDays(1);
            return Optional.of(TimeSpan.between(on.atTime(begin), until.atTime(end)));
        }
        TimeSpan first = from.span();
        if (from.clock() != null || to.clock() != null || first.to() == null) {
            return Optional.empty();
        }
        // Friday after a Monday is that of the same week, the 26th after the 24th that of the same month.
        if (to.span().from().isBefore(first.from())
                && YEAR.matcher(after.substring(0, to.end())).find()) {
            while (first.from().isAfter(to.span().from())) {
                first = TimeSpan.days(
                        first.from().toLocalDate().minusYears(1),
                        Objects.requireNonNull(first.to()).toLocalDate().minusYears(1));
            }
        }
        LocalDateTime begin = first.from();
        TimeSpan all = first;
        Optional<TimeSpan> second = to.span().from().isAfter(begin)
                ? Optional.of(to.span())
                : SingleTime.first(after, begin).filter(SingleTime::isTime).map(SingleTime::span);
        return second.filter(end -> end.to() != null && end.to().isAfter(begin))
                .map(end -> TimeSpan.days(
                        all.from().toLocalDate(),
                        Objects.requireNonNull(end.to()).toLocalDate()));
    }

    private static LocalDate day(Found<Meaning> date) {
        if (date.value() instanceof TimeSpan span) {
            return span.from().toLocalDate();
        }
        throw new IllegalStateException("a doubt is no day");
    }

    Expression in(String said) {
        return new Expression(span, null, List.of(new Part(start, end, said.substring(start, end))));
    }
}
