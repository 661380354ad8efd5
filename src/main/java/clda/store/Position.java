package clda.store;

import java.time.Instant;
import java.util.Optional;

/**
 * The position in a list where one page ends and the next begins. Lists are in the order of a time, in whole milliseconds, and
 * of ids where times are equal.
 */
public record Position(Instant at, String id) {

    private static final char BETWEEN = '-';

    /** Before every row, also one with a time that someone made up. */
    public static final Position FIRST = new Position(Instant.ofEpochMilli(Long.MIN_VALUE), "");

    public long millis() {
        return at.toEpochMilli();
    }

    /** The form in which clients receive it and send it back. */
    public String text() {
        return millis() + String.valueOf(BETWEEN) + id;
    }

    /** @return empty if {@link #text} did not produce the text */
    public static Optional<Position> parse(String text) {
        int between = text.indexOf(BETWEEN, 1);
        if (between < 0) {
            return Optional.empty();
        }
        try {
            long millis = Long.parseLong(text.substring(0, between));
            return Optional.of(new Position(Instant.ofEpochMilli(millis), text.substring(between + 1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
