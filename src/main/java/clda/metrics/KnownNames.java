package clda.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the number of values of a label, whatever their source: each further value adds a time series to every meter with that
 * label. Safe for use by many threads.
 */
final class KnownNames {

    /** Replaces every name that is not known. */
    static final String OTHER = "other";

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final int max;

    private KnownNames(int max) {
        this.max = max;
    }

    /** Accepts only the given names. */
    static KnownNames only(Set<String> names) {
        KnownNames known = new KnownNames(0);
        known.names.addAll(names);
        return known;
    }

    /** Accepts the first {@code max} distinct names. */
    static KnownNames first(int max) {
        return new KnownNames(max);
    }

    String of(String name) {
        if (names.contains(name)) {
            return name;
        }
        // Concurrent threads may add a few more.
        return names.size() < max && names.add(name) ? name : names.contains(name) ? name : OTHER;
    }
}
