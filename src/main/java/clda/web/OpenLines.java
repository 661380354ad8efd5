package clda.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The long-lived connections of users: sockets, event streams, requests that wait for an answer. Safe for many threads. */
public final class OpenLines {

    /** Why everyone is sent away. */
    public enum Why {
        /** This node stops. */
        LEAVING,
        /** The store does not answer. */
        STORE_AWAY
    }

    @FunctionalInterface
    public interface Line {
        /** Ends the line, if the reason is one for it. On a thread of its own. */
        void end(Why why);
    }

    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean leaving;

    /** One that comes too late, when this node has sent everyone away, is ended at once. */
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
