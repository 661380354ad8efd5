package clda.nlu.time;

import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time zone of the user whose words this thread reads. The parsers are shared by all users and receive only the words, so
 * the zone is passed by thread.
 */
public final class SpeakersZone {

    private static final ThreadLocal<@Nullable ZoneId> CURRENT = new ThreadLocal<>();

    private SpeakersZone() {}

    /** Runs the reading of words that someone in the zone said. */
    public static <T> T during(ZoneId zone, Supplier<T> reading) {
        ZoneId before = CURRENT.get();
        CURRENT.set(zone);
        try {
            return reading.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** The zone of the user; the usual one if no user is known. */
    public static ZoneId or(ZoneId usual) {
        ZoneId zone = CURRENT.get();
        return zone == null ? usual : zone;
    }
}
