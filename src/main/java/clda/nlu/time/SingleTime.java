package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import clda.nlu.time.TimeParser.Expression;
import clda.nlu.time.TimeParser.Part;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A date, a time of day, or both, with their positions in the text. */
record SingleTime(Meaning meaning, @Nullable Found<Meaning> date, @Nullable Found<Clock> clock) {

    /** Between a date and a time of day that belong together. */
    private static final Pattern JOINED =
            Pattern.compile("[\\s,，、]*(?:at|in the|the|on|的|@|-|—)?[\\s,，]*", Pattern.CASE_INSENSITIVE);

    /** Between the two where the request stands in the middle: "tomorrow remind me at nine". */
    private static final Pattern AROUND_REQUEST = Pattern.compile(
            "[\\s,，]*(?:please |can you |请)?(?:remind (?:me|us)|wake me(?: up)?|tell me|提醒(?:一下)?我?|叫我|告诉我)(?: again)?[\\s,，]*",
            Pattern.CASE_INSENSITIVE);

    /** The first date or time of day; a time without a date is the next such time. */
    static Optional<SingleTime> first(String text, LocalDateTime now) {
        Optional<Found<Meaning>> date = Dates.first(text, now);
        Optional<Found<Meaning>> impossible = ClockTimes.impossible(text);
        Optional<Found<Clock>> clock = clock(text, date.orElse(null));
        if (impossible.isPresent()
                && (clock.isEmpty()
                        || clock.get().start() >= impossible.get().start()
                        || clock.get().overlaps(impossible.get()))
                && (date.isEmpty()
                        || belong(text, date.get(), impossible.get())
                        || impossible.get().start() <= date.get().start())) {
            return Optional.of(new SingleTime(impossible.get().value(), impossible.get(), null));
        }
        if (date.isPresent() && clock.isPresent() && !belong(text, date.get(), clock.get())) {
            if (clock.get().start() < date.get().start()) {
                date = Optional.empty();
            } else {
                clock = Optional.empty();
            }
        }
        if (date.isPresent()) {
            Found<Meaning> found = date.get();
            if (!(found.value() instanceof TimeSpan span) || span.timed() || clock.isEmpty() || !span.isDay()) {
                boolean doubt = found.value() instanceof Doubt && clock.isPresent();
                return Optional.of(new SingleTime(found.value(), found, doubt ? clock.orElse(null) : null));
            }
            return Optional.of(
                    new SingleTime(at(span.from().toLocalDate(), clock.get().value()), found, clock.get()));
        }
        return clock.map(found -> {
            LocalTime time = found.value().time();
            LocalDate today = now.toLocalDate();
            LocalDateTime at = today.atTime(time).isAfter(now)
                    ? today.atTime(time)
                    : today.plusDays(1).atTime(time);
            return new SingleTime(TimeSpan.at(at), null, found);
        });
    }

    private static boolean belong(String text, Found<?> date, Found<?> clock) {
        if (date.overlaps(clock)) {
            return true;
        }
        String between = date.start() < clock.start()
                ? text.substring(date.end(), clock.start())
                : text.substring(clock.end(), date.start());
        return joins(between) || AROUND_REQUEST.matcher(between).matches();
    }

    /** A time of day that is no part of the date, unless the date itself says when. */
    private static Optional<Found<Clock>> clock(String text, @Nullable Found<Meaning> date) {
        String rest = text;
        if (date != null) {
            String words = text.substring(date.start(), date.end());
            // "tonight" and 今晚 are a day and a time in one word.
            boolean both = words.matches("(?i).*(?:tonight|last night|[今明昨]晚|[今明]早)");
            String blank = both
                    ? words.toLowerCase(Locale.ROOT).endsWith("night")
                            ? " ".repeat(Math.max(0, words.length() - 5)) + "night"
                            : " ".repeat(words.length() - 1) + (words.endsWith("晚") ? "晚" : "早")
                    : " ".repeat(words.length());
            rest = text.substring(0, date.start()) + blank + text.substring(date.end());
        }
        Optional<Found<Clock>> exact = ClockTimes.first(rest);
        if (exact.isPresent() || date == null) {
            return exact;
        }
        return ClockTimes.first(text).filter(found -> found.overlaps(date));
    }

    static TimeSpan at(LocalDate day, Clock clock) {
        return TimeSpan.at((clock.endsDay() ? day.plusDays(1) : day).atTime(clock.time()));
    }

    /** Whether only words that join a date and a time of day stand between two parts. */
    static boolean joins(String between) {
        return JOINED.matcher(between).matches();
    }

    /** Whether the text begins with a date or a time of day. */
    static boolean isAtStartOf(String text, LocalDateTime now) {
        return first(text, now).filter(found -> found.start() == 0).isPresent();
    }

    Expression in(String said) {
        List<Part> parts = new ArrayList<>();
        if (date != null && clock != null) {
            Found<?> first = date.start() <= clock.start() ? date : clock;
            Found<?> second = first == date ? clock : date;
            boolean joined = second.start() <= first.end() || joins(said.substring(first.end(), second.start()));
            if (joined) {
                parts.add(part(said, first.start(), Math.max(first.end(), second.end())));
            } else {
                parts.add(part(said, first.start(), first.end()));
                parts.add(part(said, second.start(), second.end()));
            }
        } else {
            parts.add(part(said, start(), end()));
        }
        Meaning named = meaning instanceof Doubt doubt
                ? doubt.of(parts.stream().map(Part::words).collect(Collectors.joining(" ")))
                : meaning;
        return new Expression(named, null, parts);
    }

    private static Part part(String said, int start, int end) {
        return new Part(start, end, said.substring(start, end));
    }

    /** @throws IllegalStateException if there is a doubt instead */
    TimeSpan span() {
        if (meaning instanceof TimeSpan span) {
            return span;
        }
        throw new IllegalStateException("a doubt is no time");
    }

    boolean isTime() {
        return meaning instanceof TimeSpan;
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
