package clda.nlu;

import java.util.Optional;
import java.util.regex.Pattern;

/** The supported languages. */
public enum Language {
    en,
    zh;

    private static final Pattern LATIN = Pattern.compile("(?<![\\w@.+-])\\p{IsLatin}{2,}(?![\\w@+-]|\\.\\w)");
    private static final Pattern WORD = Pattern.compile("(?<![\\w@.+-])\\p{L}{2,}(?![\\w@+-]|\\.\\w)");

    /** Chinese if there are at least as many Han characters as Latin words: Chinese sentences often contain English words. */
    public static Language of(String text) {
        long han = text.codePoints()
                .filter(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                .count();
        return han > 0 && han >= LATIN.matcher(text).results().count() ? zh : en;
    }

    /** The language; empty for a number, a code or an address, which are the same in every language. */
    public static Optional<Language> spoken(String text) {
        if (of(text) == zh) {
            return Optional.of(zh);
        }
        return WORD.matcher(text).find() ? Optional.of(en) : Optional.empty();
    }

    public String choose(String english, String chinese) {
        return this == zh ? chinese : english;
    }
}
