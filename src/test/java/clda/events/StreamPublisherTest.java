package clda.events;

import static org.assertj.core.api.Assertions.assertThat;

import clda.events.StreamOutbox.Entry;
import clda.events.StreamOutbox.Key;
import clda.kit.MovableClock;
import clda.store.Write;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Between an outbox and a stream that fail at each point where they can. */
class StreamPublisherTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-02T10:00:00Z"));
    private final Waiting outbox = new Waiting();
    private final Log log = new Log();
    private final StreamPublisher publisher = new StreamPublisher(outbox, log, clock);

    /** An outbox in memory. */
    private static final class Waiting implements StreamOutbox {
        final List<Entry> entries = new ArrayList<>();
        boolean leads = true;
        int steppedDown;
        boolean forgetful;

        @Override
        public Write put(List<OutgoingEvent> events) {
            throw new UnsupportedOperationException();
        }

        void happens(long... numbers) {
            for (long number : numbers) {
                entries.add(entry(number));
            }
        }

        @Override
        public boolean leads() {
            return leads;
        }

        @Override
        public void stepDown() {
            steppedDown++;
        }

        @Override
        public List<Entry> next(int limit) {
            return List.copyOf(entries.subList(0, Math.min(limit, entries.size())));
        }

        @Override
        public void remove(List<Key> published) {
            if (forgetful && !published.isEmpty()) {
                throw new IllegalStateException("the database is away");
            }
            entries.removeIf(entry -> published.contains(entry.key()));
        }
    }

    private static Entry entry(long number) {
        return new Entry(new OutgoingEvent("default", "c1", number, null, "turn.started", Instant.EPOCH), 1, number);
    }

    /** A stream in memory: only the latest session can add to it. */
    private static final class Log implements EventStream {
        final List<Long> read = new ArrayList<>();
        List<Key> latest = List.of();
        boolean away;
        boolean answers = true;
        int opened;

        @Override
        public Session open() throws IOException {
            if (away) {
                throw new IOException("nobody answers");
            }
            int number = ++opened;
            List<Key> found = latest;
            return new Session() {
                @Override
                public List<Key> latest() {
                    return found;
                }

                @Override
                public void publish(List<Entry> entries) throws IOException {
                    if (away || number != opened) {
                        throw new IOException("fenced");
                    }
                    entries.forEach(entry -> read.add(entry.number()));
                    latest = entries.stream().map(Entry::key).toList();
                    if (!answers) {
                        throw new IOException("no answer to the commit");
                    }
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }

    private void later() {
        clock.set(clock.instant().plusSeconds(60));
    }

    @Test
    void whatWaitsIsPublishedAndNothingTwice() {
        outbox.happens(1, 2);
        publisher.publish();
        outbox.happens(3);

        publisher.publish();
        publisher.publish();

        assertThat(log.read).containsExactly(1L, 2L, 3L);
        assertThat(outbox.entries).isEmpty();
        assertThat(log.opened).isEqualTo(1);
    }

    @Test
    void aCommitThatWasNotAnsweredIsNotRepeated() {
        outbox.happens(1, 2);
        log.answers = false;
        publisher.publish();
        log.answers = true;
        outbox.happens(3);
        later();

        publisher.publish();

        assertThat(log.read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatTheDatabaseCouldNotForgetIsNotRepeated() {
        outbox.happens(1, 2);
        outbox.forgetful = true;
        try {
            publisher.publish();
        } catch (IllegalStateException e) {
            outbox.forgetful = false;
        }
        outbox.happens(3);

        publisher.publish();

        assertThat(log.read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anEventWithTheNumberOfAnEarlierOneIsPublishedAfterTheDatabaseHasGoneBack() {
        outbox.happens(1, 2);
        publisher.publish();
        outbox.entries.add(new Entry(entry(2).event(), 2, 9));

        new StreamPublisher(outbox, log, clock).publish();

        assertThat(log.read).containsExactly(1L, 2L, 9L);
    }

    @Test
    void aNodeThatDoesNotLeadPublishesNothing() {
        outbox.happens(1);
        outbox.leads = false;

        publisher.publish();

        assertThat(log.read).isEmpty();
        assertThat(log.opened).isZero();
    }

    @Test
    void anotherNodeTakesOverFromOneThatDoesNotReachTheStream() {
        outbox.happens(1);
        log.away = true;
        publisher.publish();
        log.away = false;
        new StreamPublisher(outbox, log, clock).publish();
        outbox.happens(2);
        later();

        publisher.publish();

        assertThat(outbox.steppedDown).isEqualTo(1);
        assertThat(log.read).containsExactly(1L, 2L);
    }

    @Test
    void aStreamThatIsAwayIsTriedLessAndLessOften() {
        outbox.happens(1);
        log.away = true;
        publisher.publish();
        log.away = false;

        publisher.publish();
        assertThat(log.read).isEmpty();
        clock.set(clock.instant().plusSeconds(2));
        publisher.publish();

        assertThat(log.read).containsExactly(1L);
    }

    @Test
    void nothingIsPublishedAfterTheEnd() {
        outbox.happens(1);
        publisher.close();

        publisher.publish();

        assertThat(log.read).isEmpty();
    }
}
