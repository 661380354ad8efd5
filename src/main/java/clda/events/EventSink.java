package clda.events;

import java.io.IOException;
import java.util.List;

/** Where events go. */
public interface EventSink {

    /**
     * Sends them; returns when the other side has them.
     *
     * @throws IOException if it may not have them: they are going to be sent again
     */
    void send(List<OutgoingEvent> events) throws IOException, InterruptedException;
}
