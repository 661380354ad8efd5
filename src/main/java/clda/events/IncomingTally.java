package clda.events;

import clda.json.Worded;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Counts what has become of the events of other systems since this node started; knows how many wait, and whether they can be
 * read.
 */
public final class IncomingTally {

    /** What can become of an event. */
    public enum Kind implements Worded {
        OPENED,
        KNOWN,
        /** Set aside as unusable. */
        DEAD,
        /** Put off: to be tried again. One event may be put off many times. */
        DELAYED
    }

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);
    private volatile DoubleSupplier lag = () -> 0;
    private volatile BooleanSupplier connected = () -> false;

    public IncomingTally() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    public void add(Kind kind) {
        adder(kind).increment();
    }

    public long count(Kind kind) {
        return adder(kind).sum();
    }

    private LongAdder adder(Kind kind) {
        return counts.computeIfAbsent(kind, each -> new LongAdder());
    }

    /** @param events how many events wait for this node */
    public void lag(DoubleSupplier events) {
        lag = events;
    }

    /** How many events wait for this node, as last seen. */
    public double lag() {
        return lag.getAsDouble();
    }

    /** @param readable whether this node can read the events */
    public void connected(BooleanSupplier readable) {
        connected = readable;
    }

    /** Whether this node can read the events, as last seen. */
    public boolean isConnected() {
        return connected.getAsBoolean();
    }
}
