package clda.events;

import clda.store.Write;
import java.util.List;

/** What has happened and has not been told yet. */
public interface Outbox {

    /** Puts them in, in the transaction of what they tell of. */
    Write put(List<OutgoingEvent> events);

    /** Those that this node put in and those of nodes that are not alive, the oldest first. */
    List<OutgoingEvent> waiting(int limit);

    /** Takes them out. */
    void remove(List<OutgoingEvent> events);
}
