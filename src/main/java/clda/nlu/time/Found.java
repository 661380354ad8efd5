package clda.nlu.time;

/**
 * A meaning that words of a text have.
 *
 * @param start the index of its first char, {@code end} that after its last
 */
record Found<T>(T value, int start, int end) {

    boolean overlaps(Found<?> other) {
        return start < other.end && other.start < end;
    }
}
