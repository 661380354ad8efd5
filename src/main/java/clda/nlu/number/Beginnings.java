package clda.nlu.number;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The places in a sentence where an amount, or a name with digits in it, may begin. Most words can be skipped without
 * further checks.
 */
final class Beginnings {

    private static final Set<String> WORDS = Stream.<Collection<String>>of(
                    EnglishNumbers.words(),
                    Currencies.wordsBefore(),
                    // Bounds.
                    List.of(
                            "not",
                            "no",
                            "at",
                            "up",
                            "max",
                            "maximum",
                            "min",
                            "minimum",
                            "does",
                            "doesn",
                            "don",
                            "less",
                            "fewer",
                            "under",
                            "below",
                            "more",
                            "greater",
                            "over",
                            "above",
                            "exceeding",
                            "about",
                            "around",
                            "roughly",
                            "approximately",
                            "approx",
                            "some",
                            "almost",
                            "nearly",
                            "circa",
                            "ca",
                            "close",
                            "between",
                            "from"),
                    // Everything else that may come first.
                    List.of(
                            "a",
                            "an",
                            "half",
                            "couple",
                            "several",
                            "the",
                            "rest",
                            "remainder",
                            "remaining",
                            "whatever",
                            "what",
                            "full",
                            "whole",
                            "entire",
                            "minus",
                            "negative",
                            "twice",
                            "thrice",
                            "double",
                            "triple"))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());

    private static final String SIGNS = ".-–+~<>≤≥#№½¼¾$£€¥￥₹₩₽₺₫฿₪";
    private static final String HAN =
            "零一二三四五六七八九十百千万亿两俩廿卅半几好数上若第负点块毛角元剩余其尾全打" + "不别最至顶上下限高低少小大约概快差将接近左起从介超多于起出瑞卢泰比里先法马克新台韩澳加纽日港英欧美人镑刀";

    private Beginnings() {}

    /** The next such place, from this one on; the end of the sentence if there is none. */
    static int next(Sentence sentence, int from) {
        int at = from;
        while (at < sentence.length()) {
            char c = sentence.charAt(at);
            if (Currencies.isLatin(c)) {
                int end = endOfWord(sentence, at);
                boolean begins = !Character.isLetterOrDigit(sentence.charAt(at - 1))
                        || !Currencies.isLatin(sentence.charAt(at - 1)) && !isDigit(sentence.charAt(at - 1));
                if (begins && (isKnown(sentence.text().substring(at, end)) || hasDigits(sentence, at))) {
                    return at;
                }
                at = end;
            } else if (isDigit(c) || SIGNS.indexOf(c) >= 0 || HAN.indexOf(c) >= 0) {
                return at;
            } else {
                at++;
            }
        }
        return at;
    }

    private static boolean isKnown(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return WORDS.contains(lower) || EnglishNumbers.isJoined(lower);
    }

    private static int endOfWord(Sentence sentence, int from) {
        int at = from;
        while (Currencies.isLatin(sentence.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Whether digits, or the sign of a mail address or a link, are written together with a word. */
    private static boolean hasDigits(Sentence sentence, int from) {
        for (int at = from; at < sentence.length(); at++) {
            char c = sentence.charAt(at);
            if (isDigit(c) || c == '@' || c == '/') {
                return true;
            }
            if (Character.isWhitespace(c) || c > 0x2E7F) {
                return false;
            }
        }
        return false;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
