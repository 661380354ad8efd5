package clda.nlu.number;

import clda.nlu.SimplifiedCharacters;
import clda.nlu.Widths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sentence with one character for each of the original's, but in one way of writing: narrow digits, simplified characters,
 * and plain numerals for the formal ones (壹, 贰).
 */
final class Sentence {

    private static final String OTHER = "圓圆〇○幺仨參％～：—−";
    private static final String SIMPLE = "元元零零一三叁%~:–-";
    private static final String FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟";
    private static final String PLAIN = "一二三四五六七八九十百千";
    private static final String BESIDE_FORMAL = "万亿零元角分块整正";

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

    private final String text;
    private final boolean chinese;

    Sentence(String original) {
        StringBuilder plain = new StringBuilder(Widths.narrowed(original));
        for (int i = 0; i < plain.length(); i++) {
            int at = OTHER.indexOf(plain.charAt(i));
            if (at >= 0) {
                plain.setCharAt(i, SIMPLE.charAt(at));
            }
        }
        String before = SimplifiedCharacters.of(plain.toString());
        plain.replace(0, plain.length(), before);
        for (int i = 0; i < before.length(); i++) {
            int at = FORMAL.indexOf(before.charAt(i));
            if (at >= 0 && (isBesideFormal(before, i - 1) || isBesideFormal(before, i + 1))) {
                plain.setCharAt(i, PLAIN.charAt(at));
            }
        }
        text = plain.toString();
        chinese = HAN.matcher(text).find();
    }

    /** A formal numeral that stands alone is part of a name or a word: 队伍, 收拾. */
    private static boolean isBesideFormal(String text, int at) {
        return at >= 0
                && at < text.length()
                && (FORMAL.indexOf(text.charAt(at)) >= 0 || BESIDE_FORMAL.indexOf(text.charAt(at)) >= 0);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /** Whether any of it is written in Han characters. */
    boolean isChinese() {
        return chinese;
    }

    /** The match of the pattern that begins exactly at the place, or null. */
    @Nullable
    Matcher at(Pattern pattern, int place) {
        Matcher matcher = pattern.matcher(text);
        matcher.region(place, text.length()).useTransparentBounds(true).useAnchoringBounds(false);
        return matcher.lookingAt() ? matcher : null;
    }

    /** The end of the match that begins exactly at the place; the place itself if there is none. */
    int after(Pattern pattern, int place) {
        Matcher matcher = at(pattern, place);
        return matcher == null ? place : matcher.end();
    }

    int afterSpace(int place) {
        int at = place;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** A zero character beyond either end. */
    char charAt(int place) {
        return place < 0 || place >= text.length() ? '\0' : text.charAt(place);
    }
}
