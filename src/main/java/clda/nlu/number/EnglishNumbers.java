package clda.nlu.number;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Numbers in English words. */
final class EnglishNumbers {

    private static final List<String> SMALL = List.of(
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen");
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final Map<String, Long> SCALES = Map.of(
            "thousand",
            1_000L,
            "million",
            1_000_000L,
            "billion",
            1_000_000_000L,
            "lakh",
            100_000L,
            "crore",
            10_000_000L);
    private static final Map<String, String> MISSPELT = Map.ofEntries(
            Map.entry("fourty", "forty"),
            Map.entry("fourtheen", "fourteen"),
            Map.entry("ninty", "ninety"),
            Map.entry("fiveteen", "fifteen"),
            Map.entry("twelv", "twelve"),
            Map.entry("eigth", "eight"),
            Map.entry("hundered", "hundred"),
            Map.entry("hunderd", "hundred"),
            Map.entry("hundread", "hundred"),
            Map.entry("hundreds", "hundred"),
            Map.entry("thousend", "thousand"),
            Map.entry("milion", "million"),
            Map.entry("lakhs", "lakh"),
            Map.entry("crores", "crore"));

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");
    private static final Pattern GAP = Pattern.compile("\\s+and\\s+|\\s*-\\s*(?=[A-Za-z])|\\s+");
    private static final Pattern ARTICLE =
            Pattern.compile("an?\\s+(?=(?:hund|thous|milli|milio|billi|lakh|crore))", Pattern.CASE_INSENSITIVE);

    private EnglishNumbers() {}

    /** The number that begins at a place, or null. */
    static @Nullable Numeral at(Sentence sentence, int at) {
        int from = sentence.after(ARTICLE, at);
        List<String> words = new ArrayList<>();
        int end = at;
        int place = from;
        while (true) {
            Matcher word = sentence.at(WORD, place);
            List<String> parts = word == null ? List.of() : parts(word.group(), words);
            if (word == null || parts.isEmpty() || Character.isDigit(sentence.charAt(word.end()))) {
                break;
            }
            words.addAll(parts);
            end = word.end();
            Matcher gap = sentence.at(GAP, end);
            if (gap == null || gap.group().contains("and") && !isScale(words.getLast())) {
                break;
            }
            place = gap.end();
        }
        // A "point" with nothing behind it is the end of the sentence before it.
        if (!words.isEmpty() && words.getLast().equals("point")) {
            return null;
        }
        return words.isEmpty() ? null : value(words, end);
    }

    /** The words with which a number may begin, other than {@linkplain #isJoined joined} ones. */
    static List<String> words() {
        return Stream.<Collection<String>>of(SMALL, TENS, SCALES.keySet(), MISSPELT.keySet(), List.of("hundred"))
                .flatMap(Collection::stream)
                .toList();
    }

    /** Whether a word is like "twentyfive". */
    static boolean isJoined(String word) {
        return TENS.stream().anyMatch(tens -> word.startsWith(tens) && isDigit(word.substring(tens.length())));
    }

    /** The words of a number that a written word stands for: two for "twentyfive". Empty if it is not a number. */
    private static List<String> parts(String written, List<String> before) {
        String lower = written.toLowerCase(Locale.ROOT);
        String word = MISSPELT.getOrDefault(lower, lower);
        if (SMALL.contains(word) || TENS.contains(word) || isScale(word)) {
            return List.of(word);
        }
        if (!before.isEmpty() && (word.equals("point") || word.equals("oh") || word.equals("o"))) {
            return List.of(word);
        }
        return TENS.stream()
                .filter(word::startsWith)
                .filter(tens -> isDigit(word.substring(tens.length())))
                .findFirst()
                .map(tens -> List.of(tens, word.substring(tens.length())))
                .orElse(List.of());
    }

    private static boolean isScale(String word) {
        return word.equals("hundred") || SCALES.containsKey(word);
    }

    private static boolean isDigit(String word) {
        int digit = SMALL.indexOf(word);
        return digit > 0 && digit < 10;
    }

    private static Numeral value(List<String> words, int end) {
        int point = words.indexOf("point");
        if (point >= 0) {
            return withPoint(words, point, end);
        }
        Reader reader = new Reader(words);
        long whole = reader.whole();
        return whole >= 0 ? Numeral.of(end, BigDecimal.valueOf(whole)) : asSaid(words, end);
    }

    private static Numeral withPoint(List<String> words, int point, int end) {
        Reader before = new Reader(words.subList(0, point));
        long whole = before.whole();
        StringBuilder digits = new StringBuilder();
        int at = point + 1;
        for (; at < words.size(); at++) {
            String word = words.get(at).equals("oh") ? "zero" : words.get(at);
            int digit = SMALL.indexOf(word);
            if (digit < 0 || digit > 9) {
                break;
            }
            digits.append(digit);
        }
        BigDecimal factor = BigDecimal.ONE;
        for (; at < words.size(); at++) {
            if (!isScale(words.get(at))) {
                return Numeral.unreadable(end);
            }
            factor = factor.multiply(BigDecimal.valueOf(scale(words.get(at))));
        }
        if (whole < 0 || digits.isEmpty()) {
            return Numeral.unreadable(end);
        }
        BigDecimal value = new BigDecimal(whole + "." + digits);
        return Numeral.of(end, factor.equals(BigDecimal.ONE) ? value : Numeral.plain(value.multiply(factor)));
    }

    private static long scale(String word) {
        return word.equals("hundred") ? 100 : SCALES.getOrDefault(word, 1L);
    }

    /** "twelve fifty" may be a price or a number; the user has to say which. */
    private static Numeral asSaid(List<String> words, int end) {
        Reader reader = new Reader(words);
        long first = reader.belowHundred();
        boolean oh = reader.accept("oh") || reader.accept("o") || reader.accept("zero");
        long second = reader.belowHundred();
        boolean fits = first > 0 && reader.atEnd() && (oh ? second > 0 && second < 10 : second >= 10);
        if (!fits) {
            return Numeral.unreadable(end);
        }
        BigDecimal number = BigDecimal.valueOf(first * 100 + second);
        return new Numeral(end, List.of(number.movePointLeft(2), number), false);
    }

    /** Reads words one after the other; a negative number says that none fits. */
    private static final class Reader {

        private final List<String> words;
        private int at;

        Reader(List<String> words) {
            this.words = words;
        }

        boolean atEnd() {
            return at == words.size();
        }

        boolean accept(String word) {
            boolean accepted = !atEnd() && words.get(at).equals(word);
            at += accepted ? 1 : 0;
            return accepted;
        }

        long belowHundred() {
            int tens = atEnd() ? -1 : TENS.indexOf(words.get(at));
            if (tens >= 0) {
                at++;
                boolean unit = !atEnd() && isDigit(words.get(at));
                return (tens + 2) * 10L + (unit ? SMALL.indexOf(words.get(at++)) : 0);
            }
            int small = atEnd() ? -1 : SMALL.indexOf(words.get(at));
            at += small >= 0 ? 1 : 0;
            return small;
        }

        /** All words as one number. */
        long whole() {
            long all = 0;
            long last = Long.MAX_VALUE;
            while (!atEnd()) {
                long part = belowHundred();
                if (accept("hundred")) {
                    if (part == 0 || part < 0 && all > 0) {
                        return -1;
                    }
                    long rest = belowHundred();
                    part = Math.max(1, part) * 100 + Math.max(0, rest);
                }
                if (atEnd() && part >= 0) {
                    return part == 0 && all > 0 ? -1 : all + part;
                }
                Long scale = atEnd() ? null : SCALES.get(words.get(at));
                if (scale == null || scale >= last || part == 0 || part < 0 && all > 0) {
                    return -1;
                }
                at++;
                // "five hundred thousand million"
                all += Math.max(1, part) * scale;
                last = scale;
            }
            return all;
        }
    }
}
