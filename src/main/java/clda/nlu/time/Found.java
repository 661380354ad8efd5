package clda.nlu.time;

/**
 * The meaning of a part of a text.
 *
 * @param start the index of its first char; {@code end} is the index after its last
 */
record Found<T>(T value, int start, int end) {

    boolean overlaps(Found<?> other) {
        return start < other.end && other.start < end;
    }
}
