package clda.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The long-lived connections of users: sockets, event streams, requests that wait for an answer. Safe for many threads. */
public final class OpenLines {

    /** The reason for closing all connections. */
    public enum Why {
        /** This node stops. */
        LEAVING,
        /** The store does not answer. */
        STORE_AWAY
    }

    @FunctionalInterface
    public interface Line {
        /** Ends the connection if the reason applies to it. Called on a separate thread. */
        void end(Why why);
    }

    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /** Adds a connection, or ends it at once if this node has already closed all connections for its shutdown. */
    public void add(Line line) {
        lines.add(line);
        if (leaving) {
            end(line, Why.LEAVING);
        }
    }

    public void remove(Line line) {
        lines.remove(line);
    }

    /** Ends all that are open now. */
    public void end(Why why) {
        leaving |= why == Why.LEAVING;
        lines.forEach(line -> end(line, why));
    }

    private static void end(Line line, Why why) {
        Thread.ofVirtual().start(() -> line.end(why));
    }
}
