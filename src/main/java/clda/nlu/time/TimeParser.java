package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the first expression of time in a sentence, English or Chinese, and says what it means. */
public final class TimeParser {

    private static final int LOOKED_AT = 500;

    /** Of so many places where a stretch might have its middle, the first are looked at. */
    private static final int STRETCHES = 3;

    /** One end of a stretch has no more characters. */
    private static final int LONGEST_END = 50;

    /** Between the two ends of a stretch. */
    private static final Pattern UNTIL =
            Pattern.compile("\\s*(?:\\b(?:to|until|till|and)\\b|到|至|[-–—~～])\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern DATE = Pattern.compile("20\\d{2}-\\d{1,2}(?:-\\d{1,2})?");

    /** Between a date and a time of day that belong together. */
    private static final Pattern JOINED =
            Pattern.compile("[\\s,，]*(?:at|in the|the|的|,)?\\s*", Pattern.CASE_INSENSITIVE);

    /**
     * An expression of time in a text.
     *
     * @param words the parts of the text that make it up
     */
    public record Expression(TimeSpan span, List<String> words) {
        public Expression {
            words = List.copyOf(words);
        }
    }

    private TimeParser() {}

    /** The first expression; empty if there is none. */
    public static Optional<Expression> find(String text, LocalDateTime now) {
        String looked = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        return stretch(looked, now).or(() -> single(looked, now, null).map(one -> one.in(looked)));
    }

    /** A date, a time, or both, and where they stand. */
    private record Single(TimeSpan span, @Nullable Found<TimeSpan> date, @Nullable Found<Clock> clock) {
        Expression in(String text) {
            List<String> words = new ArrayList<>();
            if (date != null && clock != null) {
                Found<?> first = date.start() <= clock.start() ? date : clock;
                Found<?> second = first == date ? clock : date;
                boolean joined = second.start() <= first.end()
                        || JOINED.matcher(text.substring(first.end(), second.start()))
                                .matches();
                if (joined) {
                    words.add(text.substring(first.start(), Math.max(first.end(), second.end())));
                } else {
                    words.add(text.substring(first.start(), first.end()));
                    words.add(text.substring(second.start(), second.end()));
                }
            } else {
                Found<?> only = date == null ? clock : date;
                if (only != null) {
                    words.add(text.substring(only.start(), only.end()));
                }
            }
            return new Expression(span, words);
        }

        int start() {
            int ofDate = date == null ? Integer.MAX_VALUE : date.start();
            return Math.min(ofDate, clock == null ? Integer.MAX_VALUE : clock.start());
        }

        int end() {
            int ofDate = date == null ? 0 : date.end();
            return Math.max(ofDate, clock == null ? 0 : clock.end());
        }
    }

    /** @param day to which a time without a date belongs; null for the next such time */
    private static Optional<Single> single(String text, LocalDateTime now, @Nullable LocalDate day) {
        List<Rule<LocalDateTime, TimeSpan>> rules = new ArrayList<>(EnglishDates.RULES);
        rules.addAll(ChineseDates.RULES);
        Optional<Found<TimeSpan>> date = Rule.first(rules, text, now);
        Optional<Found<Clock>> clock = clock(text, date.orElse(null));
        if (date.isPresent() && date.get().value().timed()) {
            return Optional.of(new Single(date.get().value(), date.get(), null));
        }
        if (date.isPresent()) {
            TimeSpan span = date.get().value();
            if (clock.isEmpty() || !span.isDay()) {
                return Optional.of(new Single(span, date.get(), null));
            }
            LocalTime time = clock.get().value().time();
            LocalDate on = span.from().toLocalDate();
            // Midnight of a day, and an hour after midnight that is said of its evening, belong to the day after.
            boolean after = time.equals(LocalTime.MIDNIGHT) && !text.contains("凌晨");
            return Optional.of(
                    new Single(TimeSpan.at((after ? on.plusDays(1) : on).atTime(time)), date.get(), clock.get()));
        }
        return clock.map(found -> {
            LocalTime time = found.value().time();
            LocalDate today = now.toLocalDate();
            LocalDateTime at = day != null
                    ? day.atTime(time)
                    : today.atTime(time).isAfter(now)
                            ? today.atTime(time)
                            : today.plusDays(1).atTime(time);
            return new Single(TimeSpan.at(at), null, found);
        });
    }

    /** A time of day that is no part of the date, unless the date itself says when. */
    private static Optional<Found<Clock>> clock(String text, @Nullable Found<TimeSpan> date) {
        String rest = text;
        if (date != null) {
            String words = text.substring(date.start(), date.end());
            // "tonight" and 今晚 are a day and a time in one word.
            boolean both = words.matches("(?i).*(?:tonight|last night|[今明昨]晚|[今明]早)");
            String blank = both
                    ? words.toLowerCase(java.util.Locale.ROOT).endsWith("night")
                            ? " ".repeat(Math.max(0, words.length() - 5)) + "night"
                            : " ".repeat(words.length() - 1) + (words.endsWith("晚") ? "晚" : "早")
                    : " ".repeat(words.length());
            rest = text.substring(0, date.start()) + blank + text.substring(date.end());
        }
        String cleared = rest;
        Optional<Found<Clock>> exact = ClockTimes.first(cleared);
        if (exact.isPresent() || date == null) {
            return exact;
        }
        return ClockTimes.first(text).filter(found -> found.overlaps(date));
    }

    /** From one to another: of what the second leaves unsaid the first tells, and the other way round. */
    private static Optional<Expression> stretch(String text, LocalDateTime now) {
        Matcher until = UNTIL.matcher(text);
        for (int tries = 0; tries < STRETCHES && until.find(); tries++) {
            if (isWithinDate(text, until.start())) {
                continue;
            }
            String before = text.substring(0, until.start());
            String after = text.substring(until.end(), Math.min(text.length(), until.end() + LONGEST_END));
            Optional<Single> to =
                    single(after, now, null).filter(one -> one.start() == 0).or(() -> bare(after, now));
            if (to.isEmpty()) {
                continue;
            }
            Optional<Single> from = last(before, now, to.get());
            if (from.isPresent()) {
                Optional<Single> day = from.get().date() == null && to.get().date() == null
                        ? single(before.substring(0, from.get().start()), now, null)
                                .filter(one -> one.date() != null
                                        && one.clock() == null
                                        && one.span().isDay())
                        : Optional.empty();
                Single first = day.map(one -> new Single(
                                from.get().span(), one.date(), from.get().clock()))
                        .orElse(from.get());
                Optional<TimeSpan> span = join(first, to.get(), after, now);
                if (span.isPresent()) {
                    int begin = first.start();
                    return Optional.of(new Expression(
                            span.get(),
                            List.of(text.substring(begin, until.end() + to.get().end()))));
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
    private static Optional<Single> bare(String text, LocalDateTime now) {
        Matcher hour = Pattern.compile("^\\d{1,2}(?![\\d:.%])").matcher(text);
        return hour.find()
                ? single("at " + hour.group(), now, null)
                        .map(one -> new Single(
                                one.span(),
                                null,
                                one.clock() == null
                                        ? null
                                        : new Found<>(one.clock().value(), 0, hour.end())))
                : Optional.empty();
    }

    /** The expression at the end of the text. */
    private static Optional<Single> last(String text, LocalDateTime now, Single to) {
        for (int start = Math.max(0, text.length() - LONGEST_END); start < text.length(); start++) {
            if (start > 0
                    && Character.isLetterOrDigit(text.charAt(start - 1))
                    && text.charAt(start - 1) < 0x80
                    && Character.isLetterOrDigit(text.charAt(start))
                    && text.charAt(start) < 0x80) {
                continue;
            }
            int offset = start;
            String part = text.substring(start);
            Optional<Single> found = single(part, now, null)
                    .filter(one -> one.start() <= 1
                            && one.end() == part.stripTrailing().length());
            if (found.isEmpty() && to.clock() != null) {
                Matcher hour = Pattern.compile(
                                "(?:from |between )?(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\s*$",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(part);
                if (hour.matches()) {
                    found = single("at " + hour.group(1), now, null)
                            .map(one -> new Single(
                                    one.span(),
                                    null,
                                    one.clock() == null
                                            ? null
                                            : new Found<>(one.clock().value(), 0, part.length())));
                }
            }
            if (found.isPresent()) {
                Single one = found.get();
                return Optional.of(new Single(one.span(), moved(one.date(), offset), moved(one.clock(), offset)));
            }
        }
        return Optional.empty();
    }

    private static <T> @Nullable Found<T> moved(@Nullable Found<T> found, int by) {
        return found == null ? null : new Found<>(found.value(), found.start() + by, found.end() + by);
    }

    private static Optional<TimeSpan> join(Single from, Single to, String after, LocalDateTime now) {
        if (from.clock() != null && to.clock() != null) {
            LocalDate day = from.date() != null
                    ? from.date().value().from().toLocalDate()
                    : to.date() != null ? to.date().value().from().toLocalDate() : null;
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
                    ? to.date().value().from().toLocalDate()
                    : end.isAfter(begin) ? on : on.plusDays(1);
            return Optional.of(TimeSpan.between(on.atTime(begin), until.atTime(end)));
        }
        TimeSpan first = from.span();
        if (from.clock() != null || to.clock() != null || first.to() == null) {
            return Optional.empty();
        }
        // Friday after a Monday is that of the same week, the 26th after the 24th that of the same month.
        Optional<TimeSpan> second = to.span().from().isAfter(first.from())
                ? Optional.of(to.span())
                : single(after, first.from(), null).map(Single::span);
        return second.filter(end -> end.to() != null && end.to().isAfter(first.from()))
                .map(end -> TimeSpan.days(
                        first.from().toLocalDate(),
                        java.util.Objects.requireNonNull(end.to()).toLocalDate()));
    }
}
