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
 * What is due soon on this node, ordered by time. Nothing is lost with it: what was not told is found again by the next look
 * at the table. What comes at one moment comes in an order that differs from node to node, so that several nodes rarely reach
 * for the same thing at once. Safe for use by many threads.
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

    /** Puts it in, unless it is there or is being told. */
    synchronized void put(String id, Instant at) {
        if (known.add(id)) {
            entries.add(new Entry(at, random.nextLong(), id));
        }
    }

    /** Takes out what has come; each thing stays known until it is {@link #told}, or is put in {@link #again}. */
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

    /** What could not be told is told at another time. */
    synchronized void again(String id, Instant at) {
        entries.add(new Entry(at, random.nextLong(), id));
    }
}
