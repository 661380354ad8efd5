package clda.llm.http;

import clda.llm.ModelRequest;
import jakarta.ws.rs.core.Response;

/** How one provider's API is called, and how its answers are read. */
public interface Dialect {

    /** The model's own name at its provider. */
    String model();

    /** The request as the provider wants it. */
    byte[] body(ModelRequest request);

    /**
     * Sends. Returns when the headers have come.
     *
     * @throws ProviderError if the answer is an error
     * @throws jakarta.ws.rs.ProcessingException if there is no answer
     */
    Response send(byte[] body);

    /** How the answer is cut into events. */
    Framing framing();

    /** Reads one answer into the draft. */
    Reader reader(Draft draft);

    enum Framing {
        /** {@code text/event-stream} (WHATWG HTML, 9.2). */
        SERVER_SENT_EVENTS,
        /** One JSON value a line. */
        JSON_LINES
    }

    /** Takes the events of one answer. */
    interface Reader {
        /**
         * @param data the data of one event, in UTF-8
         * @throws ProviderError if the provider reports an error
         * @throws java.io.IOException if the data cannot be read
         */
        void event(byte[] data, int from, int length) throws java.io.IOException;
    }
}
