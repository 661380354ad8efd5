package clda.nlu;

/** Converts full-width letters, digits and signs, which Chinese keyboards produce, to their narrow forms. */
public final class Widths {

    private static final int WIDE = 0xFF01;
    private static final int NARROW = 0x21;
    private static final String SIGNS = "－＠．＋＄＃／";

    private Widths() {}

    /** The converted text, of the same length; sentence punctuation is unchanged. */
    public static String narrowed(String text) {
        StringBuilder narrow = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean wide =
                    c >= '０' && c <= '９' || c >= 'Ａ' && c <= 'Ｚ' || c >= 'ａ' && c <= 'ｚ' || SIGNS.indexOf(c) >= 0;
            narrow.append(wide ? (char) (c - WIDE + NARROW) : c);
        }
        return narrow.toString();
    }
}
