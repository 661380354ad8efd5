package clda.dialogue;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text as a user has to see it before approving: in full; every character that is invisible, changes the direction of the text
 * or imitates a Latin letter is marked with its code point (Unicode Technical Standard 39, "Unicode Security Mechanisms"; for
 * letters of other scripts this errs on the side of marking).
 */
public final class ShownText {

    private static final int ASCII_END = 0x80;
    /** Characters that belong together in a name, a number or an address. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}@._+/:-]+");
    /** Scripts with letters that look like Latin ones. */
    private static final Set<UnicodeScript> LIKE_LATIN = Set.of(
            UnicodeScript.CYRILLIC,
            UnicodeScript.GREEK,
            UnicodeScript.ARMENIAN,
            UnicodeScript.CHEROKEE,
            UnicodeScript.COPTIC,
            UnicodeScript.LISU,
            UnicodeScript.DESERET);

    private static final String LOOK_ALIKES = "АВЕЅІЈКМНОРСТУХаеорсухіјѕһԁԛԝѵ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοινρυα";
    /** Letters, marks and symbols that are drawn as nothing or as a space. */
    private static final Set<Integer> BLANK = Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0);

    private ShownText() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        Matcher words = WORD.matcher(text);
        int end = 0;
        while (words.find()) {
            append(shown, text.substring(end, words.start()), false);
            append(shown, words.group(), couldPassForLatin(words.group()));
            end = words.end();
        }
        append(shown, text.substring(end), false);
        return shown.toString();
    }

    private static boolean couldPassForLatin(String word) {
        boolean ascii = word.codePoints().anyMatch(c -> c < ASCII_END && Character.isLetterOrDigit(c) || c == '@');
        return ascii || word.codePoints().filter(Character::isLetter).allMatch(c -> LOOK_ALIKES.indexOf(c) >= 0);
    }

    private static void append(StringBuilder shown, String part, boolean markLikeLatin) {
        part.codePoints().forEach(c -> {
            boolean unseen = isUnseen(c);
            if (!unseen) {
                shown.appendCodePoint(c);
            }
            if (unseen || standsForAscii(c) || markLikeLatin && isLikeLatin(c)) {
                shown.append("⟨U+%04X⟩".formatted(c));
            }
        });
    }

    private static boolean isUnseen(int c) {
        if (c == '\n' || c == '\t' || c == ' ' || c == 0x3000) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> BLANK.contains(c) || c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0100 && c <= 0xE01EF;
        };
    }

    /** A letter or digit that is another form of one in ASCII: full-width, mathematical, circled. */
    private static boolean standsForAscii(int c) {
        if (c < ASCII_END) {
            return false;
        }
        String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
        return !plain.isEmpty()
                && plain.chars().allMatch(p -> p < ASCII_END)
                && plain.chars().anyMatch(Character::isLetterOrDigit);
    }

    private static boolean isLikeLatin(int c) {
        return Character.isLetter(c) && LIKE_LATIN.contains(UnicodeScript.of(c));
    }
}
