package clda.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the values of a label few, whatever they are made of: each further value is a further series for every observer. Safe
 * for many threads.
 */
final class KnownNames {

    /** Stands for every name that is not known. */
    static final String OTHER = "other";

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final int most;

    private KnownNames(int most) {
        this.most = most;
    }

    /** Those and no others. */
    static KnownNames only(Set<String> names) {
        KnownNames known = new KnownNames(0);
        known.names.addAll(names);
        return known;
    }

    /** The first so many that come. */
    static KnownNames first(int most) {
        return new KnownNames(most);
    }

    String of(String name) {
        if (names.contains(name)) {
            return name;
        }
        // Threads that come at the same moment may add a few more.
        return names.size() < most && names.add(name) ? name : names.contains(name) ? name : OTHER;
    }
}
