package clda.security.limits;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** The store of sign-in attempts, for all nodes. */
public interface SignInAttempts {

    /** How often it was tried without success, and when last. */
    record Tries(int count, Instant last) {}

    /**
     * Looks and changes in one step.
     *
     * @param subjects of whom to look; a digest, no name
     * @param change is given what is known of them and returns what is to be known from now on; a subject that it leaves out is
     *     forgotten
     */
    void change(Collection<String> subjects, Function<Map<String, Tries>, Map<String, Tries>> change);

    /** Forgets what was last tried before the time. */
    void forget(Instant before);
}
