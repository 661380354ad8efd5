package clda.events;

import clda.events.EventSink.Refused;
import clda.events.Outbox.Postponed;
import clda.events.Outbox.Refusal;
import clda.events.Outbox.Waiting;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Empties the outbox into a sink: the events of one conversation in order, several conversations concurrently. What was sent
 * and not yet taken out when the process died is sent again: who receives knows it by its id.
 *
 * <p>While nobody takes anything, everything waits, for as long as that lasts. An event that is refused is tried again after
 * pauses that double, from one second; what comes after it in its conversation waits for it, and everything else goes on. One
 * that was refused too often is set aside.
 */
public final class Publisher {

    /** Default number of attempts: with the pauses between them, about half an hour. */
    public static final int DEFAULT_TRIES = 12;

    private static final Logger LOG = System.getLogger(Publisher.class.getName());
    private static final int AT_ONCE = 100;
    private static final int CONVERSATIONS_AT_ONCE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** Maximum doublings of a pause, so that it stays a number however many attempts are configured. */
    private static final int LONGEST_DOUBLING = 20;

    private final Outbox outbox;
    private final EventSink sink;
    private final int maxTries;
    private final Clock clock;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;

    /** @param maxTries after how many refusals an event is set aside */
    public Publisher(Outbox outbox, EventSink sink, int maxTries, Clock clock) {
        this.outbox = outbox;
        this.sink = sink;
        this.maxTries = maxTries;
        this.clock = clock;
    }

    /** Sends what waits; while the remote system is away, tries it after longer and longer pauses. */
    public synchronized void publish() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        List<Waiting> events = outbox.waiting(clock.instant(), AT_ONCE);
        while (!events.isEmpty()) {
            Round round = new Round();
            round.send(events);
            boolean away = !round.unanswered.isEmpty() && round.told.isEmpty();
            if (!away) {
                // The remote system is available; it is these events that it does not answer.
                round.refused.addAll(round.unanswered);
            }
            settle(round);
            if (away) {
                waitFor(round.unanswered.getFirst());
                return;
            }
            pause = Duration.ZERO;
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            events = outbox.waiting(clock.instant(), AT_ONCE);
        }
    }

    private void waitFor(Refusal first) {
        if (pause.isZero()) {
            LOG.log(Level.WARNING, "events wait in the outbox: {0}", first.answer());
        }
        pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2));
        next = clock.instant().plus(pause);
    }

    private void settle(Round round) {
        Instant now = clock.instant();
        List<Postponed> postponed = new ArrayList<>();
        List<Refusal> setAside = new ArrayList<>();
        for (Refusal refusal : round.refused) {
            if (refusal.tries() < maxTries) {
                Duration wait = FIRST_PAUSE.multipliedBy(1L << Math.min(refusal.tries() - 1, LONGEST_DOUBLING));
                postponed.add(new Postponed(refusal, now.plus(wait)));
            } else {
                setAside.add(refusal);
            }
        }
        outbox.settle(round.told, postponed, setAside, now);
        if (!setAside.isEmpty()) {
            Refusal first = setAside.getFirst();
            LOG.log(
                    Level.WARNING,
                    "{0} events were refused {1} times and are set aside, the first of them {2}: {3}",
                    setAside.size(),
                    maxTries,
                    first.event().id(),
                    first.answer());
        }
    }

    private static Duration shorter(Duration wanted) {
        return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
    }

    /** One look at the outbox, and what came of each event. */
    private final class Round {

        private final List<OutgoingEvent> told = Collections.synchronizedList(new ArrayList<>());
        private final List<Refusal> refused = Collections.synchronizedList(new ArrayList<>());
        private final List<Refusal> unanswered = Collections.synchronizedList(new ArrayList<>());
        private final Semaphore places = new Semaphore(CONVERSATIONS_AT_ONCE);

        void send(List<Waiting> events) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                conversations(events).forEach(conversation -> threads.execute(() -> sendInOrder(conversation)));
            }
        }

        private static Collection<List<Waiting>> conversations(List<Waiting> events) {
            Map<String, List<Waiting>> conversations = new LinkedHashMap<>();
            events.forEach(waiting -> conversations
                    .computeIfAbsent(waiting.event().conversationId(), id -> new ArrayList<>())
                    .add(waiting));
            return conversations.values();
        }

        private void sendInOrder(List<Waiting> conversation) {
            places.acquireUninterruptibly();
            try {
                for (Waiting waiting : conversation) {
                    if (!send(waiting)) {
                        return;
                    }
                }
            } finally {
                places.release();
            }
        }

        private boolean send(Waiting waiting) {
            OutgoingEvent event = waiting.event();
            try {
                sink.send(event);
                told.add(event);
                return true;
            } catch (Refused e) {
                refused.add(new Refusal(event, waiting.tries() + 1, said(e)));
            } catch (IOException e) {
                unanswered.add(new Refusal(event, waiting.tries() + 1, said(e)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        private static String said(IOException e) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
    }
}
