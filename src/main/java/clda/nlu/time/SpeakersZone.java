package clda.nlu.time;

import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time zone of the user whose words this thread reads. What reads words is made once, for everyone, and is given nothing
 * but the words.
 */
public final class SpeakersZone {

    private static final ThreadLocal<@Nullable ZoneId> CURRENT = new ThreadLocal<>();

    private SpeakersZone() {}

    /** Has words read that someone in the zone has said. */
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

    /** That of the user; the usual one where nobody is known to speak. */
    public static ZoneId or(ZoneId usual) {
        ZoneId zone = CURRENT.get();
        return zone == null ? usual : zone;
    }
}
