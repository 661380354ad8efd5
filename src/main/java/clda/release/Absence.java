package clda.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * For how long the canary arm has had no node, in the last ten minutes. A node that crashes at once counts as well as one that
 * never comes, even if it is started again each time; one that is replaced is away for a minute or two. Not safe for threads.
 */
final class Absence {

    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final Duration TOO_LONG = Duration.ofMinutes(3);

    /** The seconds without a node, since the epoch. */
    private final Deque<Long> seconds = new ArrayDeque<>();

    /**
     * To be called every second.
     *
     * @param absent whether there is no node now
     * @return what is too much, as a sentence; empty if nothing is
     */
    Optional<String> breach(Instant at, boolean absent) {
        long now = at.getEpochSecond();
        if (absent && (seconds.isEmpty() || seconds.getLast() < now)) {
            seconds.addLast(now);
        }
        while (!seconds.isEmpty() && seconds.getFirst() <= now - WINDOW.toSeconds()) {
            seconds.removeFirst();
        }
        return seconds.size() < TOO_LONG.toSeconds()
                ? Optional.empty()
                : Optional.of("the canary arm had no node for " + TOO_LONG.toMinutes() + " of the last "
                        + WINDOW.toMinutes() + " minutes");
    }
}
