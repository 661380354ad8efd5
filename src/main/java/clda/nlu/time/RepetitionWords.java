package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import clda.nlu.time.TimeParser.Part;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds recurrences in a sentence, in English or Chinese. Quoted text is ignored. */
public final class RepetitionWords {

    /**
     * A repetition.
     *
     * @param every a recurrence rule (RFC 5545), with its start if that is named; empty if there is a doubt
     * @param doubt the reason why the user has to be asked; else null
     * @param parts the parts of the text that state it, in order
     */
    public record Again(String every, @Nullable Doubt doubt, List<Part> parts) {
        public Again {
            parts = List.copyOf(parts);
        }

        public List<String> words() {
            return parts.stream().map(Part::words).toList();
        }
    }

    private static final Pattern AMOUNT = Pattern.compile(
            "\\b(?:every|each|once (?:every|an?|per)) (?<other>other )?|每(?:隔)?(?=[\\d一两二三四五六七八九十半])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ON_THE_HOUR = Pattern.compile(",? on the hour\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern GLUE =
            Pattern.compile("[\\s,，、]*(?:(?:\\bat\\b|\\bin the\\b|\\bon\\b|的|都|，)[\\s,，]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AND = Pattern.compile(
            "\\s*(?:,\\s*and(?: at)?\\b|\\band(?: at)?\\b|,|，|、|和|以及|&)\\s*(?:at )?", Pattern.CASE_INSENSITIVE);
    private static final Pattern OR = Pattern.compile("\\s*(?:\\bor\\b|或者?|还是)\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_HOUR =
            Pattern.compile("(?:at )?(\\d{1,2})(?![\\w:%.,]|\\s*(?:times|days|weeks|月|号|日))");
    private static final Pattern ONCE = Pattern.compile("[\\s,，]*一次");

    private static final Pattern FROM_HOUR =
            Pattern.compile("[\\s,]*(?:from|between)\\s+|[\\s,，]*从?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TO_HOUR =
            Pattern.compile("\\s*(?:to|until|till|and|through|[-–]|到|至)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNTIL =
            Pattern.compile("[\\s,，]*(?:\\buntil |\\btill |\\bthrough |一?直到|到|至)(?:the )?", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNTIL_END = Pattern.compile("为止|结束");
    private static final Pattern STARTING = Pattern.compile(
            "[\\s,，]*(?:\\b(?:starting|beginning|as of|from)(?: from| on)? (?:the )?|从|自)", Pattern.CASE_INSENSITIVE);
    private static final Pattern STARTING_END = Pattern.compile("(?:这天)?(?:开始|起)[，,]?");
    private static final Pattern TIMES = Pattern.compile(
            "[\\s,，]*(?:for )?(?<n>" + NumberWords.EN + ") times\\b|[\\s,，]*(?:一?共|总共|连续)?(?<zh>" + NumberWords.ZH
                    + ")次",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FOR_DAYS = Pattern.compile(
            "[\\s,，]*(?:for (?:the next )?(?<n>" + NumberWords.EN
                    + ") (?<unit>day|week|month|hour|year)s?\\b|(?:连续|持续)(?<zh>" + NumberWords.ZH
                    + ")个?(?<zhunit>天|周|星期|月))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern EXCEPT = Pattern.compile(
            "[\\s,，]*(?:except(?: for)?|but not|excluding)(?: on)? (?<days>(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?)(?:\\s*(?:,|and)\\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?))*)"
                    + "|[\\s,，]*(?:除了?)?(?:周|星期|礼拜)(?<zh>[一二三四五六日天末])(?:除外|不用|外|以外)|[\\s,，]*除了?(?:周|星期|礼拜)(?<zh2>[一二三四五六日天末])(?:除外|外|以外|之外)?[，,]?",
            Pattern.CASE_INSENSITIVE);

    private final String text;
    private final LocalDateTime now;
    private final RuleDraft draft = new RuleDraft();
    private int start;
    private int end;

    private RepetitionWords(String text, LocalDateTime now) {
        this.text = text;
        this.now = now;
    }

    /** The first repetition; empty if there is none. */
    public static Optional<Again> find(String text, ZonedDateTime now) {
        String covered = TimeParser.covered(text);
        Optional<Found<ZoneWords.Named>> zone = ZoneWords.first(covered);
        if (zone.isPresent()) {
            Found<ZoneWords.Named> named = zone.get();
            String rest = covered.substring(0, named.start())
                    + " ".repeat(named.end() - named.start())
                    + covered.substring(named.end());
            ZoneId in = named.value().zone();
            ZonedDateTime there = in == null ? now : now.withZoneSameInstant(in);
            RepetitionWords words = new RepetitionWords(rest, there.toLocalDateTime());
            if (words.read() && words.touches(named)) {
                words.start = Math.min(words.start, named.start());
                words.end = Math.max(words.end, named.end());
                return Optional.of(words.again(text, in, in == null ? Doubt.Why.TWO_READINGS : null));
            }
        }
        RepetitionWords words = new RepetitionWords(covered, now.toLocalDateTime());
        return words.read() ? Optional.of(words.again(text, null, null)) : Optional.empty();
    }

    private boolean touches(Found<ZoneWords.Named> zone) {
        return zone.start() >= start && zone.end() <= end
                || zone.start() >= end && text.substring(end, zone.start()).isBlank()
                || zone.end() <= start && text.substring(zone.end(), start).isBlank();
    }

    private Again again(String said, @Nullable ZoneId zone, Doubt.@Nullable Why unclear) {
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        String words = said.substring(start, end);
        Doubt.Why why = unclear != null ? unclear : draft.missing();
        if (why == null && !draft.tellsTimes()) {
            why = Doubt.Why.SEVERAL;
        }
        return new Again(
                why == null ? draft.rule(zone, now.toLocalDate()) : "",
                why == null ? null : new Doubt(why, words.strip()),
                List.of(new Part(start, end, words)));
    }

    /** What makes it a repetition, and then what belongs to it on both sides. */
    private boolean read() {
        Optional<Found<RuleDraft>> core = core();
        if (core.isEmpty()) {
            return false;
        }
        start = core.get().start();
        end = core.get().end();
        boolean more = true;
        while (more) {
            more = attempt(this::daysBehind)
                    || attempt(this::onTheHour)
                    || attempt(this::hoursOfDay)
                    || attempt(this::except)
                    || attempt(this::times)
                    || attempt(this::forSoLong)
                    || attempt(this::startingBehind)
                    || attempt(this::untilBehind)
                    || attempt(this::clocksBehind)
                    || attempt(this::exceptBefore)
                    || attempt(this::startingBefore)
                    || attempt(this::untilBefore)
                    || attempt(this::clockBefore);
        }
        Matcher or = OR.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (or.lookingAt() && TimeParser.startsWithTime(text.substring(or.end()), now)) {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        ClockTimes.impossible(text)
                .filter(found -> found.start() <= end + 4 && found.end() >= start - 4)
                .ifPresent(found -> {
                    draft.doubt = Doubt.Why.NO_SUCH_TIME;
                    start = Math.min(start, found.start());
                    end = Math.max(end, found.end());
                });
        return true;
    }

    private static boolean attempt(Supplier<Boolean> part) {
        return part.get();
    }

    private Optional<Found<RuleDraft>> core() {
        List<Found<RuleDraft>> all = new ArrayList<>();
        Stream.of(EnglishRepetitions.RULES, ChineseRepetitions.RULES)
                .flatMap(List::stream)
                .forEach(rule -> {
                    Matcher matcher = rule.pattern().matcher(text);
                    while (matcher.find()) {
                        if (rule.meaning().apply(matcher, new RuleDraft()).isPresent()) {
                            all.add(new Found<>(draft, matcher.start(), matcher.end()));
                            break;
                        }
                    }
                });
        Optional<Found<Length>> amount = amount();
        Optional<Found<RuleDraft>> first = Rule.earliest(all);
        if (amount.isPresent()
                && (first.isEmpty()
                        || amount.get().start() < first.get().start()
                        || amount.get().start() == first.get().start()
                                && amount.get().end() > first.get().end())) {
            return passing(amount.get());
        }
        // The rule writes into the draft only when it is the one.
        return first.flatMap(found -> Stream.of(EnglishRepetitions.RULES, ChineseRepetitions.RULES)
                .flatMap(List::stream)
                .flatMap(rule -> {
                    Matcher matcher = rule.pattern().matcher(text);
                    return matcher.find(found.start())
                                    && matcher.start() == found.start()
                                    && matcher.end() == found.end()
                            ? rule.meaning().apply(matcher, draft).stream()
                            : Stream.empty();
                })
                .findFirst()
                .map(read -> found));
    }

    /** A repetition every few minutes or hours. */
    private Optional<Found<Length>> amount() {
        Matcher every = AMOUNT.matcher(text);
        while (every.find()) {
            Optional<Found<Length>> length =
                    every.group("other") != null ? Optional.empty() : Length.at(text, every.end());
            if (length.isPresent()
                    && length.get().value().isTimed()
                    && length.get().value().days() == 0
                    && length.get().value().months() == 0) {
                return Optional.of(new Found<>(
                        length.get().value(), every.start(), length.get().end()));
            }
        }
        return Optional.empty();
    }

    private Optional<Found<RuleDraft>> passing(Found<Length> every) {
        long seconds = every.value().seconds();
        if (seconds % 3600 == 0) {
            draft.freq = "HOURLY";
            draft.interval = (int) (seconds / 3600);
        } else if (seconds % 60 == 0) {
            draft.freq = "MINUTELY";
            draft.interval = (int) (seconds / 60);
        } else {
            draft.freq = "SECONDLY";
            draft.interval = (int) seconds;
        }
        return Optional.of(new Found<>(draft, every.start(), every.end()));
    }

    private boolean daysBehind() {
        String behind = text.substring(end);
        for (Rule<RuleDraft, RuleDraft> rule : EnglishRepetitions.DAYS_BEHIND) {
            Matcher matcher = rule.pattern().matcher(behind);
            if (draft.days.isEmpty()
                    && draft.monthDays.isEmpty()
                    && matcher.find()
                    && rule.meaning().apply(matcher, draft).isPresent()) {
                end += matcher.end();
                return true;
            }
        }
        return false;
    }

    private boolean onTheHour() {
        Matcher matcher = ON_THE_HOUR.matcher(text).region(end, text.length());
        if (draft.freq.equals("HOURLY") && draft.minute < 0 && matcher.lookingAt()) {
            draft.minute = 0;
            end = matcher.end();
            return true;
        }
        return false;
    }

    /** Every hour from nine to five: each of these hours of each day. */
    private boolean hoursOfDay() {
        if (!draft.passes()) {
            return chineseHoursOfDay();
        }
        Matcher from = FROM_HOUR.matcher(text).region(end, text.length());
        if (!from.lookingAt() || from.end() == end) {
            return false;
        }
        return hours(from.end(), draft.freq.equals("HOURLY") ? 60 * draft.interval : draft.interval)
                .map(last -> {
                    end = last;
                    return true;
                })
                .orElse(false);
    }

    /** 每天九点到十七点每小时. */
    private boolean chineseHoursOfDay() {
        Matcher each = Pattern.compile("每(?:个)?小时").matcher(text);
        if (!draft.freq.equals("DAILY") || !draft.times.isEmpty() || !each.find(end)) {
            return false;
        }
        Optional<Integer> last = hours(end, 60);
        if (last.isPresent() && text.substring(last.get(), each.start()).isBlank()) {
            end = each.end();
            return true;
        }
        draft.times.clear();
        return false;
    }

    /** @return where the hours end; empty if there are none */
    private Optional<Integer> hours(int from, int minutes) {
        Optional<Found<Clock>> first = clockAt(from);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Matcher to =
                TO_HOUR.matcher(text).region(first.get().end(), text.length()).useTransparentBounds(true);
        Optional<Found<Clock>> last = to.lookingAt() ? clockAt(to.end()) : Optional.empty();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        LocalTime begin = first.get().value().time();
        LocalTime until = last.get().value().time();
        if (!until.isAfter(begin) || minutes < 1) {
            return Optional.empty();
        }
        for (int at = begin.toSecondOfDay() / 60; at <= until.toSecondOfDay() / 60; at += minutes) {
            draft.times.add(LocalTime.ofSecondOfDay(at * 60L));
        }
        draft.freq = "DAILY";
        draft.interval = 1;
        return Optional.of(last.get().end());
    }

    private boolean except() {
        Matcher matcher = EXCEPT.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return false;
        }
        end = matcher.end();
        return without(matcher);
    }

    private boolean exceptBefore() {
        Matcher matcher = EXCEPT.matcher(text);
        while (matcher.find()) {
            if (matcher.end() == start) {
                start = matcher.start();
                return without(matcher);
            }
        }
        return false;
    }

    private boolean without(Matcher matcher) {
        String zh = matcher.group("zh") != null ? matcher.group("zh") : matcher.group("zh2");
        Set<DayOfWeek> left = matcher.group("days") != null
                ? EnglishRepetitions.days(matcher.group("days"))
                : zh.equals("末") ? Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY) : ChineseRepetitions.days(zh);
        if (draft.freq.equals("DAILY") && draft.interval == 1) {
            draft.freq = "WEEKLY";
            draft.days.addAll(List.of(DayOfWeek.values()));
        }
        if (!draft.freq.equals("WEEKLY")) {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        draft.days.removeAll(left);
        return true;
    }

    private boolean times() {
        Matcher once = ONCE.matcher(text).region(end, text.length());
        if (once.lookingAt()) {
            end = once.end();
            return true;
        }
        Matcher matcher = TIMES.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (draft.count > 0 || !matcher.lookingAt()) {
            return false;
        }
        draft.count = matcher.group("n") != null
                ? NumberWords.english(matcher.group("n"))
                : NumberWords.chinese(matcher.group("zh"));
        end = matcher.end();
        return true;
    }

    private boolean forSoLong() {
        Matcher matcher = FOR_DAYS.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (draft.count > 0 || draft.until != null || !matcher.lookingAt()) {
            return false;
        }
        int n = matcher.group("n") != null
                ? NumberWords.english(matcher.group("n"))
                : NumberWords.chinese(matcher.group("zh"));
        String unit = matcher.group("n") != null
                ? matcher.group("unit").toLowerCase(java.util.Locale.ROOT)
                : matcher.group("zhunit");
        boolean day = unit.equals("day") || unit.equals("天");
        boolean week = unit.equals("week") || unit.equals("周") || unit.equals("星期");
        boolean plainDays = draft.freq.equals("DAILY") && draft.interval == 1;
        boolean plainWeeks = draft.freq.equals("WEEKLY") && draft.interval == 1;
        end = matcher.end();
        if (plainDays && (day || week)) {
            draft.count = n * (week ? 7 : 1) * Math.max(1, draft.times.size());
        } else if (plainWeeks && week) {
            draft.count = n * draft.days.size() * Math.max(1, draft.times.size());
        } else {
            draft.doubt = Doubt.Why.TWO_READINGS;
        }
        return true;
    }

    private boolean startingBehind() {
        Matcher matcher = STARTING.matcher(text).region(end, text.length()).useTransparentBounds(true);
        return draft.from == null
                && matcher.lookingAt()
                && dateAt(matcher.end(), STARTING_END, true).isPresent();
    }

    private boolean untilBehind() {
        Matcher matcher = UNTIL.matcher(text).region(end, text.length()).useTransparentBounds(true);
        return draft.until == null
                && matcher.lookingAt()
                && dateAt(matcher.end(), UNTIL_END, false).isPresent();
    }

    private Optional<LocalDate> dateAt(int from, Pattern tail, boolean starts) {
        Optional<Found<Meaning>> found =
                TimeParser.date(text.substring(from), now).filter(date -> date.start() == 0);
        if (found.isEmpty() || found.get().value() instanceof TimeSpan span && span.timed()) {
            return Optional.empty();
        }
        end = from + found.get().end();
        Matcher matcher = tail.matcher(text).region(end, text.length());
        end = matcher.lookingAt() ? matcher.end() : end;
        return limit(found.get().value(), starts);
    }

    private Optional<LocalDate> limit(Meaning meaning, boolean starts) {
        if (!(meaning instanceof TimeSpan span)) {
            draft.doubt = ((Doubt) meaning).why();
            return Optional.of(now.toLocalDate());
        }
        if (starts) {
            draft.from = span.from().toLocalDate();
            return Optional.of(draft.from);
        }
        LocalDate last = span.to() == null
                ? span.from().toLocalDate()
                : span.to().toLocalDate().minusDays(1);
        draft.until = last;
        return Optional.of(last);
    }

    private boolean startingBefore() {
        return draft.from == null && before(STARTING, Pattern.compile("(?:这天)?(?:开始|起)[，,]?|[\\s,]*"), true);
    }

    private boolean untilBefore() {
        return draft.until == null && before(UNTIL, Pattern.compile("(?:为止|结束)[，,]?|[\\s,]+"), false);
    }

    private boolean before(Pattern opening, Pattern closing, boolean starts) {
        Matcher matcher = opening.matcher(text.substring(0, start));
        while (matcher.find()) {
            String rest = text.substring(matcher.end(), start);
            Optional<Found<Meaning>> found = TimeParser.date(rest, now).filter(date -> date.start() == 0);
            if (found.isPresent()
                    && closing.matcher(rest.substring(found.get().end())).matches()) {
                start = matcher.start();
                return limit(found.get().value(), starts).isPresent();
            }
        }
        return false;
    }

    private boolean clocksBehind() {
        if (!draft.times.isEmpty() || draft.passes()) {
            return false;
        }
        Matcher glue = GLUE.matcher(text).region(end, text.length()).useTransparentBounds(true);
        int from = glue.lookingAt() ? glue.end() : end;
        Optional<Found<Clock>> clock = clockAt(from).or(() -> clockAt(end));
        if (clock.isEmpty()) {
            return false;
        }
        boolean late = draft.usual != null && draft.usual.getHour() >= 12;
        add(clock.get().value(), late);
        end = clock.get().end();
        Matcher and = AND.matcher(text).region(end, text.length()).useTransparentBounds(true);
        while (and.lookingAt()) {
            Optional<Found<Clock>> next = clockAt(and.end()).or(() -> bareHour(and.end()));
            if (next.isEmpty() || TIMES.matcher(text).region(end, text.length()).lookingAt()) {
                break;
            }
            add(next.get().value(), late);
            end = next.get().end();
            and.region(end, text.length());
        }
        return true;
    }

    private void add(Clock clock, boolean late) {
        LocalTime time = clock.time();
        boolean moved = late && !clock.halfNamed() && time.getHour() > 0 && time.getHour() < 12;
        draft.times.add(moved ? time.plusHours(12) : time);
    }

    /** A time of day that begins at the place. */
    private Optional<Found<Clock>> clockAt(int from) {
        if (from > text.length()) {
            return Optional.empty();
        }
        String behind = text.substring(from);
        Optional<Found<Clock>> found = ClockTimes.first(behind).filter(clock -> clock.start() == 0);
        return found.or(() -> ClockTimes.first("at " + behind)
                        .filter(clock -> clock.start() == 0 && clock.end() > 3)
                        .map(clock -> new Found<>(clock.value(), 0, clock.end() - 3)))
                .map(clock -> new Found<>(clock.value(), from, from + clock.end()));
    }

    private Optional<Found<Clock>> bareHour(int from) {
        Matcher hour = BARE_HOUR.matcher(text).region(from, text.length()).useTransparentBounds(true);
        return hour.lookingAt()
                ? ClockTimes.first("at " + hour.group(1)).map(clock -> new Found<>(clock.value(), from, hour.end()))
                : Optional.empty();
    }

    private boolean clockBefore() {
        if (!draft.times.isEmpty() || draft.passes()) {
            return false;
        }
        String before = text.substring(0, start).stripTrailing();
        for (int from = Math.max(0, before.length() - 25); from < before.length(); from++) {
            boolean begins =
                    from == 0 || !Character.isLetterOrDigit(before.charAt(from - 1)) || before.charAt(from) > 0x80;
            String part = before.substring(from);
            Optional<Found<Clock>> clock = begins
                    ? ClockTimes.first(part).filter(found -> found.start() == 0 && found.end() == part.length())
                    : Optional.empty();
            if (clock.isPresent()) {
                add(clock.get().value(), draft.usual != null && draft.usual.getHour() >= 12);
                start = from;
                return true;
            }
        }
        return false;
    }
}
