package clda.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Schedules that are due soon on this node, ordered by time. Nothing is lost if the agenda is lost: schedules that were not
 * opened are found again when the table is next read. Schedules due at the same moment are in random order, which differs from
 * node to node, so that nodes rarely try to open the same one at once. Safe for use by several threads.
 */
final class Agenda {

    private record Entry(Instant at, long order, String id) {}

    private final RandomGenerator random;
    private final Set<String> known = new HashSet<>();
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::order));

    Agenda(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a schedule, unless it is already in the agenda or is being opened. */
    synchronized void put(String id, Instant at) {
        if (known.add(id)) {
            entries.add(new Entry(at, random.nextLong(), id));
        }
    }

    /**
     * Removes and returns the schedules that are due; each stays known until {@link #told} or {@link #again} is called for it.
     */
    synchronized List<String> due(Instant now) {
        List<String> due = new ArrayList<>();
        for (Entry first = entries.peek(); first != null && !now.isBefore(first.at); first = entries.peek()) {
            entries.remove();
            due.add(first.id);
        }
        return due;
    }

    synchronized void told(String id) {
        known.remove(id);
    }

    /** Adds a schedule that could not be opened, for another time. */
    synchronized void again(String id, Instant at) {
        entries.add(new Entry(at, random.nextLong(), id));
    }
}
