package clda.nlu;

import clda.json.Worded;
import java.util.Optional;
import java.util.regex.Pattern;

/** The supported languages. */
public enum Language implements Worded {
    EN,
    ZH;

    private static final Pattern LATIN = Pattern.compile("(?<![\\w@.+-])\\p{IsLatin}{2,}(?![\\w@+-]|\\.\\w)");
    private static final Pattern WORD = Pattern.compile("(?<![\\w@.+-])\\p{L}{2,}(?![\\w@+-]|\\.\\w)");

    /** Chinese if there are at least as many Han characters as Latin words: Chinese sentences often contain English words. */
    public static Language of(String text) {
        long han = text.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                .count();
        return han > 0 && han >= LATIN.matcher(text).results().count() ? ZH : EN;
    }

    /** The language; empty for a number, a code or an address, which are the same in every language. */
    public static Optional<Language> spoken(String text) {
        if (of(text) == ZH) {
            return Optional.of(ZH);
        }
        return WORD.matcher(text).find() ? Optional.of(EN) : Optional.empty();
    }

    public String choose(String english, String chinese) {
        return this == ZH ? chinese : english;
    }
}
