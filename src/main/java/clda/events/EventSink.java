package clda.events;

import java.io.IOException;

/** The destination of events. Called by several threads at once. */
public interface EventSink {

    /**
     * Sends the event; returns when the remote system has it.
     *
     * @throws Refused if the remote system has answered that it does not take this one
     * @throws IOException if it may not have it for another reason: nobody answers, or nobody takes anything now
     */
    void send(OutgoingEvent event) throws IOException, InterruptedException;

    /** The remote system does not take an event. */
    final class Refused extends IOException {

        /** @param answer the remote system's answer, such as a status */
        public Refused(String answer) {
            super(answer);
        }
    }
}
