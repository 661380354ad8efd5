package clda.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries messages between the nodes that share a database. Messages of one sender arrive in order, or not at all. */
public interface NodeBus extends AutoCloseable {

    /** @param to the name of a node; null for all nodes, the sender included */
    record Envelope(@Nullable String to, byte[] message) {}

    /**
     * Sends the messages in order. Used by one thread.
     *
     * @throws IOException if they cannot be sent now; some of them may have been
     */
    void send(List<Envelope> messages) throws IOException;

    /**
     * Receives what is sent to the node and to all, until {@link #disconnect} or a broken connection ends it.
     *
     * @param connected called once nothing that is sent from then on is missed
     * @param received called for each message by the thread that called this
     * @throws IOException if the bus cannot be reached, or no longer
     */
    void receive(String node, Runnable connected, Consumer<byte[]> received) throws IOException;

    /** Ends {@link #receive} where it is being called. */
    void disconnect();

    /** Maximum bytes of a message. */
    int largest();

    /** The least time between two calls of {@link #send}: the sparing of a bus that has other things to do. */
    Duration pace();

    /** What it is, for log lines; without credentials. */
    String name();

    @Override
    void close();
}
