package clda.nlu.time;

import clda.nlu.Language;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The parts of a recurrence rule in words, one by one: {@code in the 20th week of the year; within hour 9}. */
final class RulePartWords {

    /** Names of the parts that are said here, or elsewhere. */
    private static final Set<String> KNOWN = Set.of(
            "FREQ",
            "INTERVAL",
            "COUNT",
            "UNTIL",
            "BYMONTH",
            "BYWEEKNO",
            "BYYEARDAY",
            "BYMONTHDAY",
            "BYDAY",
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND",
            "BYSETPOS",
            "SKIP",
            "WKST",
            "RSCALE");

    private final RuleParts parts;
    private final Language language;

    private RulePartWords(RuleParts parts, Language language) {
        this.parts = parts;
        this.language = language;
    }

    /**
     * All but how often the rule repeats and when it ends.
     *
     * @throws IllegalArgumentException if it has a part that rules do not have
     */
    static List<String> of(RuleParts parts, Language language) {
        if (!KNOWN.containsAll(parts.names())) {
            throw new IllegalArgumentException("not a rule");
        }
        return new RulePartWords(parts, language).all();
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        listed("BYMONTH", all, this::month, "in ", "", "");
        listed("BYWEEKNO", all, number -> nth(number, "周"), "in the ", " week of the year", "当年");
        listed("BYYEARDAY", all, number -> nth(number, "天"), "on the ", " day of the year", "当年");
        listed("BYMONTHDAY", all, number -> nth(number, "日"), "on the ", " day of the month", "当月");
        listed("BYDAY", all, this::day, "on ", "", "");
        times(all);
        listed("BYSECOND", all, second -> number(second) + language.choose("", " 秒"), "at second ", "", "");
        if (!(parts.picksTimes() && namesTimes())) {
            listed("BYSETPOS", all, number -> nth(number, "个"), "of these only the ", "", "只取其中");
        }
        all.addAll(conventions());
        return all;
    }

    /** Says a list of values, if the rule has it; all words around it are in English but the last, which is Chinese. */
    private void listed(
            String name, List<String> all, UnaryOperator<String> saying, String before, String behind, String chinese) {
        if (parts.has(name)) {
            String values =
                    RuleWords.joined(parts.list(name).stream().map(saying).toList(), language);
            all.add(language.choose(before + values + behind, chinese + values));
        }
    }

    private boolean namesTimes() {
        return parts.has("BYHOUR") && parts.has("BYMINUTE");
    }

    private void times(List<String> all) {
        if (namesTimes()) {
            String times = RuleWords.joined(
                    parts.times().stream().map(Object::toString).toList(), language);
            all.add(language.choose("at " + times, times));
            return;
        }
        listed("BYHOUR", all, hour -> number(hour) + language.choose("", " 时"), "within hour ", "", "");
        listed("BYMINUTE", all, minute -> number(minute) + language.choose("", " 分"), "at minute ", "", "");
    }

    private List<String> conventions() {
        String skip =
                switch (parts.value("SKIP")) {
                    case "", "OMIT" -> "";
                    case "BACKWARD" ->
                        language.choose("a day that does not exist becomes the one before", "没有的日子改为前一天");
                    case "FORWARD" -> language.choose("a day that does not exist becomes the one after", "没有的日子改为后一天");
                    default -> throw new IllegalArgumentException("not a rule");
                };
        String week = parts.has("WKST")
                ? language.choose(
                        "weeks begin on " + RuleWords.englishDay(parts.value("WKST")),
                        "一周从周" + RuleWords.chineseDay(parts.value("WKST")) + "开始")
                : "";
        String calendar =
                switch (parts.value("RSCALE")) {
                    case "", "GREGORIAN" -> "";
                    case "CHINESE" -> language.choose("by the Chinese calendar", "按农历");
                    default ->
                        language.choose(
                                "by the calendar " + parts.value("RSCALE"), "按 " + parts.value("RSCALE") + " 历");
                };
        return Stream.of(skip, week, calendar).filter(words -> !words.isEmpty()).toList();
    }

    /** Months of other calendars have numbers, some of them with a letter. */
    private String month(String number) {
        boolean named =
                number.matches("[1-9]|1[0-2]") && Set.of("", "GREGORIAN").contains(parts.value("RSCALE"));
        return language.choose(
                named
                        ? Month.of(Integer.parseInt(number)).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        : "month " + number,
                number + " 月");
    }

    /** Friday, or the second Friday. */
    private String day(String code) {
        String number = code.substring(0, code.length() - 2);
        String day = language.choose(RuleWords.englishDay(code), "周" + RuleWords.chineseDay(code));
        if (number.isEmpty()) {
            return day;
        }
        return language.choose("the " + nth(number, "") + " " + day, nth(number, "个") + day);
    }

    private static int number(String value) {
        return Integer.parseInt(value);
    }

    /** The 20th, the last, the second to last. */
    private String nth(String number, String unit) {
        int n = number(number);
        if (n == -1) {
            return language.choose("last", "最后一" + unit);
        }
        return n > 0
                ? language.choose(RuleWords.ordinal(n), "第 " + n + " " + unit)
                : language.choose(RuleWords.ordinal(-n) + " to last", "倒数第 " + -n + " " + unit);
    }
}
