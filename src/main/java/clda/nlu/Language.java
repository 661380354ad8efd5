package clda.nlu;

/** The languages that are spoken here. */
public enum Language {
    en,
    zh;

    /** Chinese as soon as there is a Han character: Chinese sentences often hold English words, rarely the reverse. */
    public static Language of(String text) {
        return text.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) ? zh : en;
    }

    public String choose(String english, String chinese) {
        return this == zh ? chinese : english;
    }
}
