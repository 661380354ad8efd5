package clda.logging;

/** Text that cannot break the line it stands in. */
final class LineText {

    /** Characters of a message that are kept. */
    static final int MAX_MESSAGE = 16_384;

    private static final String HEX = "0123456789abcdef";
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int LAST_C1 = 0x9f;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private LineText() {}

    /** The text, cut to what is kept of a message, which then says how much is missing. */
    static String cut(String text) {
        if (text.length() <= MAX_MESSAGE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_MESSAGE - 1)) ? MAX_MESSAGE - 1 : MAX_MESSAGE;
        return text.substring(0, end) + " … (" + (text.length() - end) + " characters left out)";
    }

    /**
     * For people: further lines are indented, so that none looks like a line of the log, and control characters are written as
     * escapes.
     */
    static String indented(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                out.append("\n    ");
            } else if (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                continue;
            } else if (c != '\t' && isControl(c)) {
                unicode(c, out);
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Appends a string of JSON, in ASCII only, so that no encoding and no half of a surrogate pair can spoil the line. */
    static void quoted(String text, StringBuilder out) {
        out.append('"');
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= FIRST_PRINTABLE && c < DELETE) {
                        out.append(c);
                    } else {
                        unicode(isHalf(text, at) ? '\ufffd' : c, out);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private static boolean isControl(char c) {
        return c < FIRST_PRINTABLE
                || c >= DELETE && c <= LAST_C1
                || c == LINE_SEPARATOR
                || c == PARAGRAPH_SEPARATOR
                || Character.getType(c) == Character.FORMAT;
    }

    private static void unicode(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }
}
