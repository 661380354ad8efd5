package clda.events;

import clda.events.StreamOutbox.Entry;
import clda.events.StreamOutbox.Key;
import java.io.IOException;
import java.util.List;

/** A log outside of this system that takes several events at once, all or none. */
public interface EventStream {

    /**
     * Takes the stream over: from now on, whoever had it before can add nothing more, and what it had begun is settled.
     *
     * @throws IOException if nobody answers
     */
    Session open() throws IOException;

    /** The right to add to the stream, until another one opens it. */
    interface Session extends AutoCloseable {

        /** What the latest {@link #publish} that took place has added, in whichever session that was. */
        List<Key> latest();

        /**
         * Adds the events and the note of which they are; returns when both are durable.
         *
         * @throws IOException if that may or may not have happened; the next session tells
         */
        void publish(List<Entry> entries) throws IOException;

        /** Ends the session, without waiting for anybody. */
        @Override
        void close();
    }
}
