package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.account.Find;
import clda.nlu.time.SpeakersZone;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the months and other periods that a sentence names, seen from today where its speaker is. */
final class Periods {

    private record Choice(String value, Pattern cue) {}

    private static final Pattern LAST_MONTH = cue("(?<!before )\\b(?:last|previous) month|(?<!上个?)上个?月");
    private static final Pattern THIS_MONTH = cue("\\b(?:this|current) month|这个?月|本月");

    private static final List<Choice> CHOICES = List.of(
            new Choice("last_month", LAST_MONTH),
            new Choice("this_month", THIS_MONTH),
            new Choice("last_quarter", cue("(?<!before )\\b(?:last|previous) quarter|(?<!上个?)上个?季度")),
            new Choice("this_quarter", cue("\\b(?:this|current) quarter|这个?季度|本季度")),
            new Choice("this_year", cue("\\b(?:this|current) year|\\byear to date|今年|本年")),
            new Choice("last_year", cue("(?<!before )\\b(?:last|previous) year|去年|(?<!上)上一年")));

    private final Clock clock;
    private final ZoneId usual;

    /** @param usual the time zone of people who have none of their own */
    Periods(Clock clock, ZoneId usual) {
        this.clock = clock;
        this.usual = usual;
    }

    /** Months, as {@code 2026-01}. */
    List<Find> months(String text) {
        YearMonth now = now();
        List<Find> found = new ArrayList<>(MonthWords.months(text, now));
        Stream.of(new Choice(now.minusMonths(1).toString(), LAST_MONTH), new Choice(now.toString(), THIS_MONTH))
                .flatMap(choice -> in(text, choice))
                .sorted(Comparator.comparingInt(Periods::start))
                .forEach(found::add);
        return found;
    }

    /** Months, quarters, half-years and years. */
    List<Find> periods(String text) {
        List<Find> found = new ArrayList<>(PartsOfYears.in(text, now()));
        // The year of a quarter is not a separate period.
        String rest = without(text, found);
        CHOICES.stream().flatMap(choice -> in(rest, choice)).forEach(found::add);
        found.addAll(MonthWords.monthsAndYears(rest, now()));
        found.sort(Comparator.comparingInt(Periods::start));
        return found;
    }

    private YearMonth now() {
        return YearMonth.now(clock.withZone(SpeakersZone.or(usual)));
    }

    private static Stream<Find> in(String text, Choice choice) {
        return SlotFinder.matches(choice.cue(), text, match -> Find.of(match, choice.value())).stream();
    }

    private static int start(Find find) {
        return find.spans().getFirst().start();
    }

    private static String without(String text, List<Find> found) {
        StringBuilder rest = new StringBuilder(text);
        found.stream()
                .flatMap(find -> find.spans().stream())
                .forEach(span -> rest.replace(span.start(), span.end(), "#".repeat(span.end() - span.start())));
        return rest.toString();
    }
}
