package clda.nlu.time;

import clda.nlu.time.ClockTimes.Clock;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times of day that belong to a repetition: {@code at 9 and 5}, {@code every hour from nine to five}. */
final class RepetitionClocks {

    private static final Pattern ON_THE_HOUR = Pattern.compile(",? on the hour\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern GLUE =
            Pattern.compile("[\\s,，、]*(?:(?:\\bat\\b|\\bin the\\b|\\bon\\b|的|都|，)[\\s,，]*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern AND = Pattern.compile(
            "\\s*(?:,\\s*and(?: at)?\\b|\\band(?: at)?\\b|,|，|、|和|以及|&)\\s*(?:at )?", Pattern.CASE_INSENSITIVE);

    private static final Pattern BARE_HOUR =
            Pattern.compile("(?:at )?(\\d{1,2})(?![\\w:%.,]|\\s*(?:times|days|weeks|月|号|日))");

    private static final Pattern FROM_HOUR =
            Pattern.compile("[\\s,]*(?:from|between)\\s+|[\\s,，]*从?", Pattern.CASE_INSENSITIVE);

    private static final Pattern TO_HOUR =
            Pattern.compile("\\s*(?:to|until|till|and|through|[-–]|到|至)\\s*", Pattern.CASE_INSENSITIVE);

    private final RepetitionPassage passage;
    private final String text;
    private final RuleDraft draft;

    RepetitionClocks(RepetitionPassage passage) {
        this.passage = passage;
        this.text = passage.text;
        this.draft = passage.draft;
    }

    boolean onTheHour() {
        Matcher matcher = ON_THE_HOUR.matcher(text).region(passage.end, text.length());
        if (draft.freq.equals("HOURLY") && draft.minute < 0 && matcher.lookingAt()) {
            draft.minute = 0;
            passage.end = matcher.end();
            return true;
        }
        return false;
    }

    /** Every hour from nine to five: each of these hours of each day. */
    boolean hoursOfDay() {
        if (!draft.passes()) {
            return chineseHoursOfDay();
        }
        Matcher from = FROM_HOUR.matcher(text).region(passage.end, text.length());
        if (!from.lookingAt() || from.end() == passage.end) {
            return false;
        }
        return hours(from.end(), draft.freq.equals("HOURLY") ? 60 * draft.interval : draft.interval)
                .map(last -> {
                    passage.end = last;
                    return true;
                })
                .orElse(false);
    }

    /** 每天九点到十七点每小时. */
    private boolean chineseHoursOfDay() {
        Matcher each = Pattern.compile("每(?:个)?小时").matcher(text);
        if (!draft.freq.equals("DAILY") || !draft.times.isEmpty() || !each.find(passage.end)) {
            return false;
        }
        Optional<Integer> last = hours(passage.end, 60);
        if (last.isPresent() && text.substring(last.get(), each.start()).isBlank()) {
            passage.end = each.end();
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

    boolean clocksBehind() {
        if (!draft.times.isEmpty() || draft.passes()) {
            return false;
        }
        Matcher glue = passage.behind(GLUE);
        int from = glue.lookingAt() ? glue.end() : passage.end;
        Optional<Found<Clock>> clock = clockAt(from).or(() -> clockAt(passage.end));
        if (clock.isEmpty()) {
            return false;
        }
        boolean late = draft.usual != null && draft.usual.getHour() >= 12;
        add(clock.get().value(), late);
        passage.end = clock.get().end();
        Matcher and = passage.behind(AND);
        while (and.lookingAt()) {
            Optional<Found<Clock>> next = clockAt(and.end()).or(() -> bareHour(and.end()));
            if (next.isEmpty()
                    || RepetitionLimits.TIMES
                            .matcher(text)
                            .region(passage.end, text.length())
                            .lookingAt()) {
                break;
            }
            add(next.get().value(), late);
            passage.end = next.get().end();
            and.region(passage.end, text.length());
        }
        return true;
    }

    boolean clockBefore() {
        if (!draft.times.isEmpty() || draft.passes()) {
            return false;
        }
        String before = text.substring(0, passage.start).stripTrailing();
        for (int from = Math.max(0, before.length() - 25); from < before.length(); from++) {
            boolean begins =
                    from == 0 || !Character.isLetterOrDigit(before.charAt(from - 1)) || before.charAt(from) > 0x80;
            String part = before.substring(from);
            Optional<Found<Clock>> clock = begins
                    ? ClockTimes.first(part).filter(found -> found.start() == 0 && found.end() == part.length())
                    : Optional.empty();
            if (clock.isPresent()) {
                add(clock.get().value(), draft.usual != null && draft.usual.getHour() >= 12);
                passage.start = from;
                return true;
            }
        }
        return false;
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
}
