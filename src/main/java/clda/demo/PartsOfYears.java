package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.account.Find;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds quarters and half-years in a text, as {@code 2026-Q3} and {@code 2026-H1}. One without a year is its latest
 * occurrence, past or current.
 */
final class PartsOfYears {

    private static final String YEAR_BEFORE = "(?:(?<before>20\\d{2}|今|去|前)年?(?:度|的)?\\s*)?";
    private static final String YEAR_BEHIND =
            "(?:(?:,|\\s+of|\\s+in)?\\s+(?<behind>20\\d{2}|(?:this|last|the current|the previous) year))?";

    private static final Pattern SHORT_QUARTER =
            cue(YEAR_BEFORE + "(?<![a-z\\d])q(?<n>[1-4])(?![a-z\\d])" + YEAR_BEHIND);

    /** 第二季 is what Taiwan says for 第二季度. */
    private static final Pattern CHINESE_QUARTER =
            cue(YEAR_BEFORE + "(?:第|(?=[一二三四1-4]个?季度))(?<n>[一二三四1-4])个?季(?:度|(?!节))");

    private static final Pattern ENGLISH_QUARTER =
            cue("\\b(?<n>first|second|third|fourth|1st|2nd|3rd|4th) quarter(?![a-z])" + YEAR_BEHIND);
    private static final Pattern CHINESE_HALF = cue(YEAR_BEFORE + "(?<n>上|下)半年");
    private static final Pattern ENGLISH_HALF =
            cue("\\b(?<n>first|second|1st|2nd) half(?: of the year| year)?(?![a-z])" + YEAR_BEHIND);
    private static final Pattern QUARTER_BEFORE_LAST = cue("(?<!上)上上个?季度|\\bthe quarter before (?:last|the last)\\b");

    private static final List<String> NUMBERS = List.of("first", "second", "third", "fourth");

    private PartsOfYears() {}

    static List<Find> in(String text, YearMonth now) {
        List<Find> found = new ArrayList<>();
        for (Pattern pattern : List.of(SHORT_QUARTER, CHINESE_QUARTER, ENGLISH_QUARTER)) {
            found.addAll(SlotFinder.matches(
                    pattern, text, match -> Find.of(match, part(match, now, 3, number(match.group("n"))))));
        }
        for (Pattern pattern : List.of(CHINESE_HALF, ENGLISH_HALF)) {
            found.addAll(SlotFinder.matches(
                    pattern, text, match -> Find.of(match, part(match, now, 6, number(match.group("n"))))));
        }
        YearMonth beforeLast = now.minusMonths(6);
        found.addAll(SlotFinder.matches(
                QUARTER_BEFORE_LAST,
                text,
                match -> Find.of(match, beforeLast.getYear() + "-Q" + (beforeLast.getMonthValue() + 2) / 3)));
        return found;
    }

    private static String part(MatchResult match, YearMonth now, int months, int number) {
        YearMonth first = now.withMonth((number - 1) * months + 1);
        String said = year(match);
        int year = said == null
                ? (first.isAfter(now) ? now.getYear() - 1 : now.getYear())
                : switch (said.toLowerCase(Locale.ROOT)) {
                    case "今", "this year", "the current year" -> now.getYear();
                    case "去", "last year", "the previous year" -> now.getYear() - 1;
                    case "前" -> now.getYear() - 2;
                    default -> Integer.parseInt(said);
                };
        return year + (months == 3 ? "-Q" : "-H") + number;
    }

    private static @Nullable String year(MatchResult match) {
        return Stream.of("before", "behind")
                .filter(match.namedGroups()::containsKey)
                .map(match::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static int number(String said) {
        if (Character.isDigit(said.charAt(0))) {
            return said.charAt(0) - '0';
        }
        int chinese = "一二三四".indexOf(said) + 1;
        return chinese > 0
                ? chinese
                : switch (said) {
                    case "上" -> 1;
                    case "下" -> 2;
                    default -> NUMBERS.indexOf(said.toLowerCase(Locale.ROOT)) + 1;
                };
    }
}
