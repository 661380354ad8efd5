package clda.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The damages found in the database since this process started, for administrators. Each one is logged when it is first found.
 * Safe for use by many threads.
 */
public final class Damages {

    private static final Logger LOG = System.getLogger(Damages.class.getName());
    private static final int MAX_KEPT = 1_000;

    /** @param what the kind of row and its id, such as {@code approval 7Q…}; never content */
    public record Damage(String what, Instant noticedAt) {}

    private final Clock clock;
    private final Map<String, Instant> noticed = new LinkedHashMap<>();

    public Damages(Clock clock) {
        this.clock = clock;
    }

    /** @param what as in {@link Damage} */
    public synchronized void notice(String what) {
        if (noticed.size() < MAX_KEPT && noticed.putIfAbsent(what, clock.instant()) == null) {
            LOG.log(Level.ERROR, "{0} was changed outside this server or is damaged, and is not used", what);
        }
    }

    /** In the order in which they were found; at most 1,000. */
    public synchronized List<Damage> all() {
        return noticed.entrySet().stream()
                .map(entry -> new Damage(entry.getKey(), entry.getValue()))
                .toList();
    }
}
