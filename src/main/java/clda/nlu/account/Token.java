package clda.nlu.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word, a number as it is written, a single Han character or a single sign.
 *
 * @param text in lower case
 */
record Token(String text, int start, int end) {

    private static final String QUOTES = "\"“”„«»「」『』‹›";
    private static final String WORD = "[\\p{L}\\p{M}\\p{N}&&[^\\p{IsHan}]]++";
    private static final Pattern TOKEN = Pattern.compile("\\p{IsHan}"
            + "|(?<![\\p{L}\\p{N}-])\\d++(?:[.,:]\\d++)*+(?:" + WORD + ")?"
            + "|" + WORD + "(?:(?:[-.:@&/+_]|['’](?!s\\b))" + WORD + ")*+"
            + "|[^\\s\\p{IsHan}]");

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(new Token(
                    matcher.group().toLowerCase(Locale.ROOT).replace('’', '\''), matcher.start(), matcher.end()));
        }
        return tokens;
    }

    /** Whether it carries meaning, rather than being only a mark between words. */
    boolean isWord() {
        return Character.isLetterOrDigit(text.codePointAt(0));
    }

    boolean isHan() {
        return Character.UnicodeScript.of(text.codePointAt(0)) == Character.UnicodeScript.HAN;
    }

    boolean isQuote() {
        return QUOTES.contains(text);
    }

    boolean hasDigit() {
        return text.codePoints().anyMatch(Character::isDigit);
    }

    /** Whether the span covers only part of the word; a missing plural or genitive ending does not count. */
    boolean isCutBy(Span span) {
        if (!isWord() || isHan() || !(span.start() < end && start < span.end())) {
            return false;
        }
        boolean before = span.start() > start;
        boolean after = span.end() < end && !text.substring(span.end() - start).equals("s");
        return before || after;
    }

    boolean isIn(Span span) {
        return span.start() <= start && (end <= span.end() || end == span.end() + 1 && text.endsWith("s"));
    }
}
