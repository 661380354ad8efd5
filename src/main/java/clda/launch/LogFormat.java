package clda.launch;

import java.util.Set;

/** How lines of the log are written, which has to be settled before the server's first line. */
final class LogFormat {

    static final String PROPERTY = "clda.log.format";
    static final String DEFAULT = "text";

    private static final Set<String> KNOWN = Set.of(DEFAULT, "json");

    private LogFormat() {}

    /**
     * Returns the format as it is.
     *
     * @throws IllegalArgumentException naming the property, if there is no such format
     */
    static String known(String format) {
        if (!KNOWN.contains(format)) {
            throw new IllegalArgumentException(PROPERTY + " must be text or json, not " + format);
        }
        return format;
    }
}
