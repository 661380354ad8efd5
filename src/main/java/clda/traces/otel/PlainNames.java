package clda.traces.otel;

import java.util.Locale;
import java.util.regex.Pattern;

/** Filters words from outside to those that look like names, so that no text gets through. */
final class PlainNames {

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,47}");
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,95}");
    private static final String OTHER = "_OTHER";

    private PlainNames() {}

    /** A code in lower case. */
    static String of(String code) {
        String word = code.toLowerCase(Locale.ROOT);
        return WORD.matcher(word).matches() ? word : OTHER;
    }

    /** The name of a model. */
    static String model(String name) {
        return MODEL.matcher(name).matches() ? name : OTHER;
    }
}
