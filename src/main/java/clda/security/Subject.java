package clda.security;

import java.text.Normalizer;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The permanent identity of a user. For a local account that has an id it is the name and the id, since a later account may
 * have the same name; otherwise it is the name.
 */
public final class Subject {

    /** The format of an account's id, in words. */
    public static final String ID = "ten of the letters a to z and the digits 2 to 7";

    private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LENGTH = 10;
    private static final Pattern WITH_ID = Pattern.compile("(.+)~[a-z2-7]{" + ID_LENGTH + "}");

    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");

    private Subject() {}

    /** @param id of the account */
    public static String of(String name, String id) {
        return name + "~" + id;
    }

    /** The name to show. */
    public static String nameOf(String subject) {
        Matcher withId = WITH_ID.matcher(subject);
        return withId.matches() ? withId.group(1) : subject;
    }

    /**
     * Whether two subjects may be the same person, or be mistaken for each other: the case and width of letters, look-alikes
     * from other alphabets, blanks and the id of an account make no difference.
     */
    public static boolean alike(String one, String other) {
        return seen(one).equals(seen(other)) || folded(one).equals(folded(other));
    }

    /** Normalised by appearance: a capital i equals an l. */
    private static String seen(String subject) {
        return BLANKS.matcher(Confusables.skeleton(plain(subject))).replaceAll("");
    }

    /**
     * Normalised by letters, so that a capital i equals an i: the same for all subjects of one person that differ only in
     * spelling.
     */
    public static String folded(String subject) {
        String lower = plain(subject).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return BLANKS.matcher(Confusables.skeleton(lower)).replaceAll("");
    }

    private static String plain(String subject) {
        return Normalizer.normalize(nameOf(subject), Normalizer.Form.NFKC);
    }

    public static boolean isId(String text) {
        return text.length() == ID_LENGTH && text.chars().allMatch(letter -> ID_LETTERS.indexOf(letter) >= 0);
    }

    /** An id that no account has had. */
    public static String newId(RandomGenerator random) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }
}
