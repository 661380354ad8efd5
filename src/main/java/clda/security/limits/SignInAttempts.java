package clda.security.limits;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** The store of sign-in attempts, for all nodes. */
public interface SignInAttempts {

    /** The number of unsuccessful attempts, and the time of the last one. */
    record Tries(int count, Instant last) {}

    /**
     * Reads and changes attempts in one step.
     *
     * @param subjects whose attempts to read; digests, not names
     * @param change receives the stored attempts and returns those to store instead; a subject that it leaves out is forgotten
     */
    void change(Collection<String> subjects, Function<Map<String, Tries>, Map<String, Tries>> change);

    /** Forgets subjects whose last attempt was before the time. */
    void forget(Instant before);
}
