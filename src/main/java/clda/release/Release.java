package clda.release;

import clda.json.Worded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new version that runs beside the old one for a share of the new conversations.
 *
 * @param number higher than that of any release before
 * @param share the part of the new conversations that begin in the canary arm, in hundredths of a percent: 1 to 10,000
 * @param startedBy who started it
 * @param endedAt when it was promoted or rolled back; null while it runs
 * @param endedBy who did that: a user, or {@link Releases#ITSELF}; null while it runs
 * @param reason why it was rolled back; null if nobody said so
 */
public record Release(
        long number,
        int share,
        State state,
        Instant startedAt,
        String startedBy,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String reason) {

    /** How far a release is. Only one that is running has a canary arm. */
    public enum State implements Worded {
        RUNNING,
        /** The new version is good: whatever it had is run by the stable nodes, which have it as well. */
        PROMOTED,
        /** The new version was given up. */
        ROLLED_BACK
    }

    /** All conversations, in the unit of {@link #share}. */
    public static final int ALL = 10_000;

    public boolean isRunning() {
        return state == State.RUNNING;
    }
}
