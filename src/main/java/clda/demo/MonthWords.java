package clda.demo;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition.SlotFinder;
import clda.nlu.account.Find;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds months and years in a text. A month without a year is its latest occurrence, past or current. */
final class MonthWords {

    private static final List<String> ENGLISH = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private static final String CHINESE = "十二|十一|十|一|二|三|四|五|六|七|八|九";
    private static final List<String> CHINESE_NUMBERS =
            List.of("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二");

    private static final Pattern MONTH = cue("(20\\d{2})[-/.年]\\s*(0?[1-9]|1[0-2])(?![\\d日号])(?:月份?)?"
            + "|(?<![a-z])(" + String.join("|", ENGLISH) + ")(?:,?\\s+(20\\d{2}))?(?![a-z\\d])(?!\\s+\\d)"
            + "|(?:(20\\d{2})年)?(?<![\\d" + "一二三四五六七八九十])(" + CHINESE + "|1[0-2]|[1-9])月份?(?!\\d|[一二三四五六七八九十]+[日号])");

    private static final Pattern BEFORE_LAST = cue("(?<!上)上上个?月|(?<![之以])前个月|\\bthe month before last\\b");

    private static final Pattern YEAR = cue("(?<![\\d.,-])(20\\d{2})(?![\\d.,-]|年\\s*(?:\\d|[一二三四五六七八九十]+月))年?");

    private MonthWords() {}

    /** Months, as {@code 2026-01}. */
    static List<Find> months(String text, YearMonth now) {
        List<Find> found = new ArrayList<>(SlotFinder.matches(
                MONTH, text, match -> Find.of(match, month(match, now).toString())));
        found.addAll(SlotFinder.matches(
                BEFORE_LAST, text, match -> Find.of(match, now.minusMonths(2).toString())));
        return found;
    }

    private static YearMonth month(MatchResult match, YearMonth now) {
        if (match.group(1) != null) {
            return YearMonth.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
        }
        boolean english = match.group(3) != null;
        String year = match.group(english ? 4 : 5);
        int month = english ? ENGLISH.indexOf(match.group(3).toLowerCase(Locale.ROOT)) + 1 : chinese(match.group(6));
        if (year != null) {
            return YearMonth.of(Integer.parseInt(year), month);
        }
        YearMonth latest = now.withMonth(month);
        return latest.isAfter(now) ? latest.minusYears(1) : latest;
    }

    private static int chinese(String month) {
        return Character.isDigit(month.charAt(0)) ? Integer.parseInt(month) : CHINESE_NUMBERS.indexOf(month) + 1;
    }

    /** Months, and years that are named alone. */
    static List<Find> monthsAndYears(String text, YearMonth now) {
        List<Find> found = new ArrayList<>(months(text, now));
        String rest =
                MONTH.matcher(text).replaceAll(match -> "#".repeat(match.group().length()));
        found.addAll(SlotFinder.matches(YEAR, rest, match -> Find.of(match, match.group(1))));
        return found;
    }
}
