package clda.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares what a reader of a stream was given with what the store holds. */
final class StreamCheck {

    private static final long ERASED = 0;

    /**
     * What is wrong.
     *
     * @param events that the reader was given
     * @param lost that it was not given, although they were stored
     * @param doubled that it was given more than once
     * @param disordered that came after a later one of their conversation
     * @param strange that were never stored
     */
    record Result(int events, int lost, int doubled, int disordered, int strange) {

        boolean clean() {
            return events > 0 && lost == 0 && doubled == 0 && disordered == 0 && strange == 0;
        }
    }

    private final Map<String, List<Long>> read = new HashMap<>();

    /** The reader was given an event; 0 is the erasure of the conversation. */
    void read(String conversationId, long seq) {
        read.computeIfAbsent(conversationId, id -> new ArrayList<>()).add(seq);
    }

    /**
     * @param stored the number of events of each conversation that is there
     * @param erased conversations of which it is certain that they were erased
     */
    Result compare(Map<String, Long> stored, Set<String> erased) {
        int events = 0;
        int lost = 0;
        int doubled = 0;
        int disordered = 0;
        int strange = 0;
        Set<String> all = new HashSet<>(read.keySet());
        all.addAll(stored.keySet());
        all.addAll(erased);
        for (String id : all) {
            List<Long> seqs = read.getOrDefault(id, List.of());
            Set<Long> distinct = new HashSet<>(seqs);
            boolean isErased = erased.contains(id) || !stored.containsKey(id);
            long end = isErased
                    ? distinct.stream().mapToLong(Long::longValue).max().orElse(0)
                    : stored.get(id);
            events += seqs.size();
            doubled += seqs.size() - distinct.size();
            for (long seq = isErased ? ERASED : 1; seq <= end; seq++) {
                lost += distinct.contains(seq) ? 0 : 1;
            }
            strange += (int) distinct.stream()
                    .filter(seq -> seq > end || seq == ERASED && !isErased)
                    .count();
            long last = -1;
            for (long seq : seqs) {
                long place = seq == ERASED ? Long.MAX_VALUE : seq;
                disordered += place < last ? 1 : 0;
                last = Math.max(last, place);
            }
        }
        return new Result(events, lost, doubled, disordered, strange);
    }
}
