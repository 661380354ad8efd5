package clda.events;

import clda.events.StreamOutbox.Entry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Empties a {@link StreamOutbox} into a stream, each event once. The stream keeps with what it was given last a note of which
 * entries that was, and the next entries are given to it only when those are out of the outbox. So whatever happens in between,
 * the note tells of everything that is in the stream and may still be in the outbox.
 *
 * <p>Whatever goes wrong ends the session; the next one begins with the note.
 */
public final class StreamPublisher implements AutoCloseable {

    private static final Logger LOG = System.getLogger(StreamPublisher.class.getName());
    private static final int AT_ONCE = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final StreamOutbox outbox;
    private final EventStream stream;
    private final Clock clock;
    private EventStream.@Nullable Session session;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;
    private volatile boolean closed;

    public StreamPublisher(StreamOutbox outbox, EventStream stream, Clock clock) {
        this.outbox = outbox;
        this.stream = stream;
        this.clock = clock;
    }

    /** Publishes what waits, if this node is the one to do so; while the stream is away, tries after longer and longer pauses. */
    public synchronized void publish() {
        if (closed) {
            end();
            return;
        }
        if (clock.instant().isBefore(next)) {
            return;
        }
        if (!outbox.leads()) {
            end();
            return;
        }
        boolean whole = false;
        try {
            publishAll();
            whole = true;
            if (!pause.isZero()) {
                LOG.log(Level.INFO, "the stream takes events again");
                pause = Duration.ZERO;
            }
        } catch (IOException e) {
            waitFor(e);
            outbox.stepDown();
        } finally {
            if (!whole) {
                end();
            }
        }
    }

    private void publishAll() throws IOException {
        List<Entry> entries = outbox.next(AT_ONCE);
        if (entries.isEmpty()) {
            return;
        }
        if (session == null) {
            EventStream.Session opened = stream.open();
            session = opened;
            outbox.remove(opened.latest());
            // What was read before belonged to the one that had the stream.
            entries = outbox.next(AT_ONCE);
        }
        while (!entries.isEmpty() && !closed) {
            session.publish(entries);
            outbox.remove(entries.stream().map(Entry::key).toList());
            entries = outbox.next(AT_ONCE);
        }
    }

    private void waitFor(IOException e) {
        if (pause.isZero()) {
            LOG.log(Level.WARNING, "events wait for the stream: {0}", e.getMessage());
        }
        Duration longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        next = clock.instant().plus(pause);
    }

    private void end() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    /** Publishes nothing more; the next call of {@link #publish} ends the session. Does not wait for what is being published. */
    @Override
    public void close() {
        closed = true;
    }
}
