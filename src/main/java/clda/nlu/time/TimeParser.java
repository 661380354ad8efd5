package clda.nlu.time;

import clda.nlu.Widths;
import clda.nlu.time.ClockTimes.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds expressions of time in a sentence, in English or Chinese, and gives the meaning of each, or the reason why the user has
 * to be asked. Quoted text is ignored.
 */
public final class TimeParser {

    private static final Pattern YEAR = Pattern.compile("20\\d{2}|[今明去前后]年");

    private static final int LOOKED_AT = 200;

    /** Maximum number of expressions that are told apart. */
    private static final int MOST = 3;

    /** Maximum number of places that are tried as the middle of a range. */
    private static final int STRETCHES = 3;

    /** Maximum characters of one end of a range. */
    private static final int LONGEST_END = 50;

    /** Replaces text that is not part of any expression; no rule matches it. */
    private static final char COVERED = '\uFFFC';

    /** Quotations, and text that only looks like a time. */
    private static final Pattern UNTOUCHED =
            Pattern.compile("\"[^\"\\n]{0,300}\"|“[^”\\n]{0,300}”|「[^」\\n]{0,300}」|『[^』\\n]{0,300}』|《[^》\\n]{0,300}》"
                    + "|(?<=^|[\\s:,：，])'[^'\\n]{1,300}'(?=$|[\\s.,!?;。，！？；])|(?<=^|[\\s:,])‘[^’\\n]{1,300}’(?=$|[\\s.,!?;。，])"
                    + "|[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+|https?://\\S+|(?<![A-Za-z\\d])[A-Z]-\\d{3,6}(?!\\d)");

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

    /** Between a date and a time of day that belong together. */
    private static final Pattern JOINED =
            Pattern.compile("[\\s,，、]*(?:at|in the|the|on|的|@|-|—)?[\\s,，]*", Pattern.CASE_INSENSITIVE);

    /** Between the two where the request stands in the middle: "tomorrow remind me at nine". */
    private static final Pattern AROUND_REQUEST = Pattern.compile(
            "[\\s,，]*(?:please |can you |请)?(?:remind (?:me|us)|wake me(?: up)?|tell me|提醒(?:一下)?我?|叫我|告诉我)(?: again)?[\\s,，]*",
            Pattern.CASE_INSENSITIVE);

    /** Between a day of the week and the date of the same day. */
    private static final Pattern SAME_DAY = Pattern.compile("[\\s,，(（]*(?:the |of )?", Pattern.CASE_INSENSITIVE);

    private static final Pattern WEEKDAY = Pattern.compile(
            "(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thu|thurs|fri|sat|sun)|(?:周|星期|礼拜)[一二三四五六日天]",
            Pattern.CASE_INSENSITIVE);

    /** Before another time that is named beside the first, or instead of it. */
    private static final Pattern OR = Pattern.compile("[\\s,，]*(?:\\bor\\b|或者?|还是)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern AND =
            Pattern.compile("\\s*(?:,?\\s*\\band\\b|和|以及|、|&)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOUR = Pattern.compile("\\d{1,2}(?![\\w.:%])");

    /** More of a number or a time that was not understood. */
    private static final Pattern LEFT =
            Pattern.compile("\\s*(?:[:/.–-]\\d|\\d|前后|左右|之前(?!的)|以前(?!的)|前(?![一1天往台后])|点(?!击|评|餐)|(?:ish|or so)\\b)");

    private static final Pattern OFFSET = Pattern.compile("\\s*(?<way>before|after)\\s+", Pattern.CASE_INSENSITIVE);
    private static final Pattern ONE_DAY =
            Pattern.compile("\\b(?:the|one|a) day(?= (?:before|after)\\b)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OFFSET_BEHIND = Pattern.compile("的?[之以]?(?<way>前|后)的?(?=[\\d一二两三四五六七八九十半])");

    /**
     * An expression of time in a text.
     *
     * @param zone the zone that it names; null for the user's
     * @param parts the parts of the text that state it, in order
     */
    public record Expression(Meaning meaning, @Nullable ZoneId zone, List<Part> parts) {
        public Expression {
            parts = List.copyOf(parts);
        }

        /** The time; empty if the user has to be asked. */
        public Optional<TimeSpan> span() {
            return meaning instanceof TimeSpan span ? Optional.of(span) : Optional.empty();
        }

        public List<String> words() {
            return parts.stream().map(Part::words).toList();
        }

        public int start() {
            return parts.getFirst().start();
        }

        public int end() {
            return parts.getLast().end();
        }
    }

    /** @param start the index of the first char in the text, {@code end} that after the last */
    public record Part(int start, int end, String words) {}

    private TimeParser() {}

    /** The first expression; empty if there is none. */
    public static Optional<Expression> find(String text, ZonedDateTime now) {
        return first(covered(text), text, now);
    }

    /** All expressions, in the order of the text. */
    public static List<Expression> all(String text, ZonedDateTime now) {
        List<Expression> all = new ArrayList<>();
        StringBuilder left = new StringBuilder(covered(text));
        for (Optional<Expression> found = first(left.toString(), text, now);
                found.isPresent() && all.size() < MOST;
                found = first(left.toString(), text, now)) {
            all.add(found.get());
            found.get().parts().forEach(part -> cover(left, part.start(), part.end()));
        }
        all.sort(Comparator.comparingInt(Expression::start));
        return all;
    }

    /** The text at the same length, with quotations and text that only looks like a time covered. */
    static String covered(String text) {
        String looked = Widths.narrowed(text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text)
                .replace('：', ':');
        StringBuilder covered = new StringBuilder(looked);
        Matcher untouched = UNTOUCHED.matcher(looked);
        while (untouched.find()) {
            cover(covered, untouched.start(), untouched.end());
        }
        return covered.toString().replaceAll("(?<=20\\d\\d-\\d\\d-\\d\\d)T(?=\\d\\d:\\d\\d)", " ");
    }

    private static void cover(StringBuilder text, int start, int end) {
        for (int i = start; i < end; i++) {
            text.setCharAt(i, COVERED);
        }
    }

    private static Optional<Expression> first(String text, String said, ZonedDateTime now) {
        Optional<Found<ZoneWords.Named>> zone = ZoneWords.first(text);
        if (zone.isPresent()) {
            Found<ZoneWords.Named> named = zone.get();
            ZoneId in = named.value().zone();
            String rest = text.substring(0, named.start())
                    + " ".repeat(named.end() - named.start())
                    + text.substring(named.end());
            ZonedDateTime there = in == null ? now : now.withZoneSameInstant(in);
            Optional<Expression> found = local(rest, said, there.toLocalDateTime())
                    .filter(one -> touches(one, named, text))
                    .map(one -> in == null
                            ? new Expression(
                                    new Doubt(Doubt.Why.TWO_READINGS, words(said, one, named)),
                                    null,
                                    with(one, named, said))
                            : new Expression(one.meaning(), in, with(one, named, said)));
            if (found.isPresent()) {
                return found.map(one -> existing(one, in == null ? now.getZone() : in));
            }
        }
        return local(text, said, now.toLocalDateTime()).map(one -> existing(one, now.getZone()));
    }

    private static boolean touches(Expression found, Found<ZoneWords.Named> zone, String text) {
        int end = found.end();
        int start = found.start();
        String between = zone.start() >= end
                ? text.substring(end, zone.start())
                : zone.end() <= start ? text.substring(zone.end(), start) : "";
        return between.strip().isEmpty() || JOINED.matcher(between).matches();
    }

    private static List<Part> with(Expression found, Found<ZoneWords.Named> zone, String said) {
        int start = Math.min(found.start(), zone.start());
        int end = Math.max(found.end(), zone.end());
        return found.parts().size() == 1
                ? List.of(new Part(start, end, said.substring(start, end)))
                : Stream.concat(
                                found.parts().stream(),
                                Stream.of(new Part(zone.start(), zone.end(), said.substring(zone.start(), zone.end()))))
                        .sorted(Comparator.comparingInt(Part::start))
                        .toList();
    }

    private static String words(String said, Expression found, Found<ZoneWords.Named> zone) {
        return said.substring(Math.min(found.start(), zone.start()), Math.max(found.end(), zone.end()));
    }

    /** A time that the clocks skip when they are put forward does not exist. */
    private static Expression existing(Expression found, ZoneId zone) {
        boolean missing = found.meaning() instanceof TimeSpan span
                && span.to() == null
                && zone.getRules().getValidOffsets(span.from()).isEmpty();
        return missing
                ? new Expression(
                        new Doubt(Doubt.Why.NO_SUCH_TIME, String.join(" ", found.words())), found.zone(), found.parts())
                : found;
    }

    private static Optional<Expression> local(String text, String said, LocalDateTime now) {
        Optional<Expression> offset = before(text, said, now);
        Optional<Expression> plain = stretch(text, now).map(one -> one.in(said)).or(() -> single(text, now, null)
                .map(one -> checked(one, text, said, now)));
        return offset.isPresent()
                        && (plain.isEmpty()
                                || offset.get().start() <= plain.get().start())
                ? offset
                : plain;
    }

    /** A time at a distance before or after another time. */
    private static Optional<Expression> before(String text, String said, LocalDateTime now) {
        Matcher way = OFFSET.matcher(text);
        while (way.find()) {
            Optional<Found<Length>> length = endingAt(text, way.start());
            if (length.isEmpty()) {
                continue;
            }
            String rest = text.substring(way.end());
            Optional<Single> base = single(rest, now, null).filter(one -> one.start() == 0);
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

    /** The duration whose words end at the place. */
    private static Optional<Found<Length>> endingAt(String text, int end) {
        Matcher day = ONE_DAY.matcher(text);
        while (day.find()) {
            if (day.end() == end) {
                return Optional.of(new Found<>(new Length(0, 1, 0), day.start(), end));
            }
        }
        for (int start = Math.max(0, end - LONGEST_END); start < end; start++) {
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

    /** Whether what stands behind it belongs to it. */
    private static Expression checked(Single one, String text, String said, LocalDateTime now) {
        Expression found = one.in(said);
        int end = found.end();
        Matcher offset = OFFSET_BEHIND.matcher(text).region(end, text.length());
        if (offset.lookingAt()) {
            Optional<Found<Length>> length = Length.at(text, offset.end());
            if (length.isPresent()) {
                String words = said.substring(found.start(), length.get().end());
                int sign = offset.group("way").equals("前") ? -1 : 1;
                return timeOfDay(
                        new Expression(
                                shifted(found.meaning(), length.get().value(), sign, words),
                                null,
                                List.of(new Part(found.start(), length.get().end(), words))),
                        text,
                        said);
            }
        }
        Optional<Doubt.Why> more = others(text, end, now, one);
        if (more.isPresent()) {
            return doubtful(found, more.get());
        }
        return LEFT.matcher(text).region(end, text.length()).lookingAt()
                        || ENDS_IN_NUMBER
                                .matcher(text.substring(0, found.start()))
                                .find()
                ? doubtful(found, Doubt.Why.NOT_PRECISE)
                : found;
    }

    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:\\d[./:-]|[^\\d]\\d ?)$");

    private static Expression doubtful(Expression found, Doubt.Why why) {
        return found.meaning() instanceof Doubt
                ? found
                : new Expression(new Doubt(why, String.join(" ", found.words())), found.zone(), found.parts());
    }

    /** A day gets the time of day that follows. */
    private static Expression timeOfDay(Expression day, String text, String said) {
        String behind = text.substring(day.end());
        Optional<Found<Clock>> clock = ClockTimes.first(behind)
                .filter(found ->
                        JOINED.matcher(behind.substring(0, found.start())).matches());
        if (clock.isEmpty() || !(day.meaning() instanceof TimeSpan span) || !span.isDay()) {
            return day;
        }
        int end = day.end() + clock.get().end();
        return new Expression(
                at(span.from().toLocalDate(), clock.get().value()),
                null,
                List.of(new Part(day.start(), end, said.substring(day.start(), end))));
    }

    private static Optional<Doubt.Why> others(String text, int end, LocalDateTime now, Single one) {
        Matcher or = OR.matcher(text).region(end, text.length()).useTransparentBounds(true);
        boolean other = or.lookingAt();
        Matcher and = AND.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (!other && !and.lookingAt()) {
            return Optional.empty();
        }
        String rest = text.substring(other ? or.end() : and.end());
        boolean time = single(rest, now, null).filter(next -> next.start() == 0).isPresent()
                || one.clock() != null && HOUR.matcher(rest).lookingAt();
        return time ? Optional.of(other ? Doubt.Why.TWO_READINGS : Doubt.Why.SEVERAL) : Optional.empty();
    }

    static boolean startsWithTime(String text, LocalDateTime now) {
        return single(text, now, null).filter(found -> found.start() == 0).isPresent();
    }

    /** A date, a time, or both, with their positions. */
    private record Single(Meaning meaning, @Nullable Found<Meaning> date, @Nullable Found<Clock> clock) {
        Expression in(String said) {
            List<Part> parts = new ArrayList<>();
            if (date != null && clock != null) {
                Found<?> first = date.start() <= clock.start() ? date : clock;
                Found<?> second = first == date ? clock : date;
                boolean joined = second.start() <= first.end()
                        || JOINED.matcher(said.substring(first.end(), second.start()))
                                .matches();
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

    private static TimeSpan at(LocalDate day, Clock clock) {
        return TimeSpan.at((clock.endsDay() ? day.plusDays(1) : day).atTime(clock.time()));
    }

    /** @param day the day of a time without a date; null for the next such time */
    private static Optional<Single> single(String text, LocalDateTime now, @Nullable LocalDate day) {
        Optional<Found<Meaning>> date = date(text, now);
        Optional<Found<Meaning>> impossible = ClockTimes.impossible(text);
        Optional<Found<Clock>> clock = clock(text, date.orElse(null));
        if (impossible.isPresent()
                && (clock.isEmpty()
                        || clock.get().start() >= impossible.get().start()
                        || clock.get().overlaps(impossible.get()))
                && (date.isEmpty()
                        || belong(text, date.get(), impossible.get())
                        || impossible.get().start() <= date.get().start())) {
            return Optional.of(new Single(impossible.get().value(), impossible.get(), null));
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
                return Optional.of(new Single(found.value(), found, doubt ? clock.orElse(null) : null));
            }
            return Optional.of(
                    new Single(at(span.from().toLocalDate(), clock.get().value()), found, clock.get()));
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

    private static boolean belong(String text, Found<?> date, Found<?> clock) {
        if (date.overlaps(clock)) {
            return true;
        }
        String between = date.start() < clock.start()
                ? text.substring(date.end(), clock.start())
                : text.substring(clock.end(), date.start());
        return JOINED.matcher(between).matches()
                || AROUND_REQUEST.matcher(between).matches();
    }

    /** The first date; a day of the week beside it has to be that of the date. */
    static Optional<Found<Meaning>> date(String text, LocalDateTime now) {
        Optional<Found<Meaning>> first = firstDate(text, now);
        if (first.isEmpty() || !(first.get().value() instanceof TimeSpan one) || !one.isDay()) {
            return first;
        }
        Found<Meaning> found = first.get();
        Matcher joined = SAME_DAY.matcher(text).region(found.end(), text.length());
        int from = joined.lookingAt() ? joined.end() : found.end();
        String behind = " ".repeat(from) + text.substring(from);
        Optional<Found<Meaning>> second = firstDate(behind, now)
                .or(() -> firstDate(
                        text.substring(0, found.end()).replaceAll(".", " ") + text.substring(found.end()), now))
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
        if (!(date.value() instanceof TimeSpan exact)
                || !exact.isDay()
                || !(weekday.value() instanceof TimeSpan named)) {
            return date.value() instanceof Doubt ? Optional.of(new Found<>(date.value(), found.start(), end)) : first;
        }
        boolean same = exact.from().getDayOfWeek() == named.from().getDayOfWeek();
        return Optional.of(new Found<>(same ? exact : new Doubt(Doubt.Why.OTHER_WEEKDAY), found.start(), end));
    }

    private static boolean isWeekday(String text, Found<Meaning> found) {
        return WEEKDAY.matcher(text.substring(found.start(), found.end()).strip())
                .matches();
    }

    private static Optional<Found<Meaning>> firstDate(String text, LocalDateTime now) {
        boolean chinese = MAY_BE_CHINESE.matcher(text).find();
        return Rule.earliest(Stream.of(
                        Rule.first(EnglishDates.RULES, text, now),
                        chinese ? Rule.first(ChineseDates.RULES, text, now) : Optional.<Found<Meaning>>empty(),
                        Distances.first(text, now))
                .flatMap(Optional::stream)
                .toList());
    }

    /** Without a character or a year in digits none of the Chinese dates is there. */
    private static final Pattern MAY_BE_CHINESE = Pattern.compile("\\p{IsHan}|〇|20\\d\\d[-/.]\\d");

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

    /** From one time to another; each end supplies what the other leaves out. */
    private static Optional<Stretch> stretch(String text, LocalDateTime now) {
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
            Optional<Single> to = single(after, now, null)
                    .filter(one -> one.start() == 0 && one.isTime())
                    .or(() -> bare(after, now));
            if (to.isEmpty()) {
                continue;
            }
            Optional<Single> from = last(before, now, to.get());
            if (from.isPresent()) {
                Optional<Single> day = from.get().date() == null && to.get().date() == null
                        ? single(before.substring(0, from.get().start()), now, null)
                                .filter(one -> one.date() != null
                                        && one.clock() == null
                                        && one.meaning() instanceof TimeSpan span
                                        && span.isDay())
                        : Optional.empty();
                Single first = day.map(one -> new Single(
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

    private record Stretch(TimeSpan span, int start, int end) {
        Expression in(String said) {
            return new Expression(span, null, List.of(new Part(start, end, said.substring(start, end))));
        }
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
                                one.meaning(),
                                null,
                                one.clock() == null
                                        ? null
                                        : new Found<>(one.clock().value(), 0, hour.end())))
                : Optional.empty();
    }

    /** The expression at the end of the text. */
    private static Optional<Single> last(String text, LocalDateTime now, Single to) {
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
            Optional<Single> found = single(part, now, null)
                    .filter(one -> one.isTime()
                            && one.start() <= 1
                            && one.end() == part.stripTrailing().length());
            if (found.isEmpty() && to.clock() != null) {
                Matcher hour = Pattern.compile(
                                "(?:from |between )?(\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\\s*$",
                                Pattern.CASE_INSENSITIVE)
                        .matcher(part);
                if (hour.matches()) {
                    found = single("at " + hour.group(1), now, null)
                            .map(one -> new Single(
                                    one.meaning(),
                                    null,
                                    one.clock() == null
                                            ? null
                                            : new Found<>(one.clock().value(), 0, part.length())));
                }
            }
            if (found.isPresent()) {
                Single one = found.get();
                return Optional.of(new Single(one.meaning(), moved(one.date(), offset), moved(one.clock(), offset)));
            }
        }
        return Optional.empty();
    }

    private static <T> @Nullable Found<T> moved(@Nullable Found<T> found, int by) {
        return found == null ? null : new Found<>(found.value(), found.start() + by, found.end() + by);
    }

    private static LocalDate day(Found<Meaning> date) {
        if (date.value() instanceof TimeSpan span) {
            return span.from().toLocalDate();
        }
        throw new IllegalStateException("a doubt is no day");
    }

    private static Optional<TimeSpan> join(Single from, Single to, String after, LocalDateTime now) {
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
                : single(after, begin, null).filter(Single::isTime).map(Single::span);
        return second.filter(end -> end.to() != null && end.to().isAfter(begin))
                .map(end -> TimeSpan.days(
                        all.from().toLocalDate(),
                        Objects.requireNonNull(end.to()).toLocalDate()));
    }
}
