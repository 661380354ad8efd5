package clda.nlu.time;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Dates in a sentence, in English or Chinese, or given by their distance from now. */
final class Dates {

    /** Between a day of the week and the date of the same day. */
    private static final Pattern SAME_DAY = Pattern.compile("[\\s,，(（]*(?:the |of )?", Pattern.CASE_INSENSITIVE);

    private static final Pattern WEEKDAY = Pattern.compile(
            "(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs|fri|sat|sun)|(?:周|星期|礼拜)[一二三四五六日天]",
            Pattern.CASE_INSENSITIVE);

    /** Without a character or a year in digits none of the Chinese dates is there. */
    private static final Pattern MAY_BE_CHINESE = Pattern.compile("\\p{IsHan}|〇|20\\d\\d[-/.]\\d");

    private Dates() {}

    /** The first date; a day of the week beside it has to be that of the date. */
    static Optional<Found<Meaning>> first(String text, LocalDateTime now) {
        Optional<Found<Meaning>> first = named(text, now);
        if (first.isEmpty() || !(first.get().value() instanceof TimeSpan one) || !one.isDay()) {
            return first;
        }
        Found<Meaning> found = first.get();
        Matcher joined = SAME_DAY.matcher(text).region(found.end(), text.length());
        int from = joined.lookingAt() ? joined.end() : found.end();
        String behind = " ".repeat(from) + text.substring(from);
        Optional<Found<Meaning>> second = named(behind, now)
                .or(() -> named(text.substring(0, found.end()).replaceAll(".", " ") + text.substring(found.end()), now))
                .filter(next -> text.substring(found.end(), next.start()).isBlank() || next.start() <= from);
        if (second.isEmpty()) {
            return first;
        }
        boolean dayFirst = isWeekday(text, found);
        if (dayFirst == isWeekday(text, second.get())) {
            return first;
        }
        Found<Meaning> weekday = dayFirst ? found : second.get();
        Found<Meaning> date = dayFirst ? second.get() : found;
        int end = second.get().end();
        while (end < text.length() && "）)".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        if (!(date.value() instanceof TimeSpan exact) || !exact.isDay() || !(weekday.value() instanceof TimeSpan day)) {
            return date.value() instanceof Doubt ? Optional.of(new Found<>(date.value(), found.start(), end)) : first;
        }
        boolean same = exact.from().getDayOfWeek() == day.from().getDayOfWeek();
        return Optional.of(new Found<>(same ? exact : new Doubt(Doubt.Why.OTHER_WEEKDAY), found.start(), end));
    }

    private static boolean isWeekday(String text, Found<Meaning> found) {
        return WEEKDAY.matcher(text.substring(found.start(), found.end()).strip())
                .matches();
    }

    /** The first date, without what stands beside it. */
    private static Optional<Found<Meaning>> named(String text, LocalDateTime now) {
        boolean chinese = MAY_BE_CHINESE.matcher(text).find();
        return Rule.earliest(Stream.of(
                        Rule.first(EnglishDates.RULES, text, now),
                        chinese ? Rule.first(ChineseDates.RULES, text, now) : Optional.<Found<Meaning>>empty(),
                        Distances.first(text, now))
                .flatMap(Optional::stream)
                .toList());
    }
}
