package clda.security.limits;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * A number of requests in a period, spread evenly or all at once.
 *
 * @param count at least 1
 * @param period longer than zero
 */
public record Rate(long count, Duration period) {

    public Rate {
        if (count < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("a rate is a count of at least 1 in a time longer than zero");
        }
    }

    static Rate perMinute(long count) {
        return new Rate(count, Duration.ofMinutes(1));
    }

    /** @throws IllegalArgumentException if the text is not like {@code 600/PT1M} */
    public static Rate parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return new Rate(Long.parseLong(parts[0].strip()), Duration.parse(parts[1].strip()));
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            // Answered below.
        }
        throw new IllegalArgumentException("\"" + text + "\" is not a rate such as 600/PT1M");
    }

    @Override
    public String toString() {
        return count + "/" + period;
    }
}
