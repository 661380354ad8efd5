package clda.nlu.time;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words of English dates: days of the week, months and ordinal numbers. */
final class EnglishDateWords {

    static final String DAYS =
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri|sat|sun";

    static final String MONTHS =
            "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";

    static final List<String> ORDINAL_WORDS = List.of(
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
            "twenty-second",
            "twenty-third",
            "twenty-fourth",
            "twenty-fifth",
            "twenty-sixth",
            "twenty-seventh",
            "twenty-eighth",
            "twenty-ninth",
            "thirtieth",
            "thirty-first");

    static final String ORDINALS = String.join("|", ORDINAL_WORDS.reversed());

    private EnglishDateWords() {}

    static DayOfWeek dayOfWeek(String name) {
        String three = name.toLowerCase(Locale.ROOT).substring(0, 3);
        return Arrays.stream(DayOfWeek.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).startsWith(three))
                .findFirst()
                .orElseThrow();
    }

    static int monthOf(String name) {
        String three = name.toLowerCase(Locale.ROOT).substring(0, 3);
        return List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
                        .indexOf(three)
                + 1;
    }

    /** @return 1 to 5; -1 for the last */
    static int place(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.equals("last")
                ? -1
                : Character.isDigit(lower.charAt(0)) ? lower.charAt(0) - '0' : ORDINAL_WORDS.indexOf(lower) + 1;
    }
}
