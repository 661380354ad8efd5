package clda.events;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Empties the outbox into a sink. What was sent and not yet taken out when the process died is sent again: who receives knows
 * it by its id.
 */
public final class Publisher {

    private static final Logger LOG = System.getLogger(Publisher.class.getName());
    private static final int AT_ONCE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Outbox outbox;
    private final EventSink sink;
    private final Clock clock;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;

    public Publisher(Outbox outbox, EventSink sink, Clock clock) {
        this.outbox = outbox;
        this.sink = sink;
        this.clock = clock;
    }

    /** Sends what waits; while the other side is away, tries it after longer and longer pauses. */
    public synchronized void publish() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        try {
            List<OutgoingEvent> events = outbox.waiting(AT_ONCE);
            while (!events.isEmpty()) {
                sink.send(events);
                outbox.remove(events);
                pause = Duration.ZERO;
                events = outbox.waiting(AT_ONCE);
            }
        } catch (IOException e) {
            if (pause.isZero()) {
                LOG.log(Level.WARNING, "events wait in the outbox: {0}", e.getMessage());
            }
            pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2));
            next = clock.instant().plus(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration shorter(Duration wanted) {
        return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
    }
}
