package clda.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the current thread is working on, for the lines that it logs and the requests that it sends.
 *
 * @param conversation the id of the conversation; null if it works on none
 * @param turn the id of the turn within the conversation; null for none
 * @param call the id of the tool call within the turn; null for none
 * @param request the trace of the HTTP request that the thread answers; null if it answers none, or nothing is traced
 * @param outgoing the {@code traceparent} for requests to a model; null if they carry none
 */
public record Ids(
        @Nullable String conversation,
        @Nullable String turn,
        @Nullable String call,
        @Nullable RequestTrace request,
        @Nullable String outgoing) {

    /** Of a thread that works on nothing in particular. */
    public static final Ids NONE = new Ids(null, null, null, null, null);

    private static final ThreadLocal<Ids> CURRENT = new ThreadLocal<>();

    /** Restores what the thread worked on before. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** What this thread is working on. */
    public static Ids current() {
        Ids ids = CURRENT.get();
        return ids == null ? NONE : ids;
    }

    /** Of a conversation as a whole. */
    public static Ids of(String conversation) {
        return new Ids(conversation, null, null, null, null);
    }

    public static Ids of(String conversation, String turn) {
        return new Ids(conversation, turn, null, null, null);
    }

    public static Ids of(String conversation, String turn, String call) {
        return new Ids(conversation, turn, call, null, null);
    }

    public static Ids of(RequestTrace request) {
        return new Ids(null, null, null, request, null);
    }

    /** The same, whose requests to a model carry this {@code traceparent}. */
    public Ids sending(String traceparent) {
        return new Ids(conversation, turn, call, request, traceparent);
    }

    /** Makes these the ids of this thread until the scope is closed, on the same thread. */
    public Scope open() {
        Ids before = CURRENT.get();
        CURRENT.set(this);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** Work for another thread, which then works on the same as this one. */
    public static Runnable carriedBy(Runnable work) {
        Ids ids = CURRENT.get();
        if (ids == null) {
            return work;
        }
        return () -> {
            try (Scope scope = ids.open()) {
                work.run();
            }
        };
    }

    /**
     * The ids as fields of a line.
     *
     * @param node the name of this node
     * @param trace the id of the trace; null if it is not known
     */
    public Map<String, String> fields(String node, @Nullable String trace) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("node", node);
        put(fields, "conversation", conversation);
        put(fields, "turn", turn);
        put(fields, "call", call);
        put(fields, "trace_id", trace == null && request != null ? request.traceId() : trace);
        return fields;
    }

    private static void put(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
