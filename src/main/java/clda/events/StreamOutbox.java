package clda.events;

import clda.store.Write;
import java.util.List;

/**
 * The events that have happened and are not in a stream yet. All nodes put theirs into the same one; a single node at a time
 * takes from it, so that the order of a conversation is kept whichever nodes it has run on.
 */
public interface StreamOutbox {

    /**
     * An event that waits.
     *
     * @param epoch under which it was put in
     * @param number unique within the epoch
     */
    record Entry(OutgoingEvent event, long epoch, long number) {

        /** Tells it from every other entry there ever was, also from one of the same event in a database that has gone back. */
        public Key key() {
            return new Key(event.id(), epoch, number);
        }
    }

    /** What is remembered of an entry that may already be in the stream. */
    record Key(String eventId, long epoch, long number) {}

    /** Adds the events, in the same transaction as the changes they announce. */
    Write put(List<OutgoingEvent> events);

    /**
     * Whether this node is the one that takes entries out, which it becomes if none is or the one that was is no longer alive.
     * What keeps two apart in any case is the stream.
     */
    boolean leads();

    /** Lets another node become the one that takes entries out. */
    void stepDown();

    /**
     * Entries that wait, those of each conversation in its order and without gaps, its erasure last.
     *
     * @param limit their maximum number
     */
    List<Entry> next(int limit);

    /** Takes out those that are in the stream. */
    void remove(List<Key> published);
}
