package clda.store;

import java.time.Instant;

/**
 * How often the database was restored from a backup. What follows a restore is told apart by this from what may have been done
 * under the same numbers before it.
 *
 * @param times 0 if never
 * @param last when it was last restored; {@link Instant#EPOCH} if never
 */
public record Restored(int times, Instant last) {

    public static final Restored NEVER = new Restored(0, Instant.EPOCH);

    /** What follows an id that is only unique among those of one restore: empty if the database was never restored. */
    public String suffix() {
        return times == 0 ? "" : "r" + times;
    }
}
