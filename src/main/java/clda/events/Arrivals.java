package clda.events;

import clda.json.Worded;

/** Where events of other systems go. */
public interface Arrivals {

    /** What became of an event. */
    enum Outcome implements Worded {
        /** It has opened a turn. */
        OPENED,
        /** It had opened a turn before. */
        KNOWN
    }

    /**
     * Opens a turn that tells the person, and remembers the event in the same transaction.
     *
     * @throws Unusable if that can never be done
     * @throws RuntimeException if it cannot be done now
     */
    Outcome open(IncomingEvent event) throws Unusable;
}
