package clda.boot;

import clda.events.Arrivals;
import clda.events.IncomingTally;
import clda.events.StreamOutbox;
import clda.events.StreamPublisher;
import clda.events.kafka.Brokers;
import clda.events.kafka.KafkaInbox;
import clda.events.kafka.KafkaStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** What this node does with Kafka, each on a thread of its own: nothing else waits for Kafka. */
final class KafkaParts implements AutoCloseable {

    private static final Duration PUBLISHED_EVERY = Duration.ofMillis(100);

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Thread> looping = new ArrayList<>();

    private KafkaParts() {}

    /**
     * Publishes and reads from now on.
     *
     * @param node the name of this node
     * @param arrivals where events that are read go
     * @param tally counts them
     */
    static KafkaParts start(
            KafkaSettings settings,
            String node,
            StreamOutbox outbox,
            Arrivals arrivals,
            IncomingTally tally,
            Clock clock,
            ThreadFactory threads) {
        KafkaParts kafka = new KafkaParts();
        Brokers brokers = settings.brokers();
        KafkaSettings.Out out = settings.out();
        if (out != null) {
            StreamPublisher publisher =
                    new StreamPublisher(outbox, new KafkaStream(brokers, out.topic(), out.progressTopic()), clock);
            kafka.parts.add(publisher);
            Engine.Chore chore = new Engine.Chore("publishing to Kafka", PUBLISHED_EVERY, publisher::publish);
            kafka.loop(threads.newThread(() -> repeat(chore)));
        }
        KafkaSettings.In in = settings.in();
        if (in != null) {
            KafkaInbox inbox = new KafkaInbox(brokers, in.topic(), in.deadTopic(), in.group(), node, arrivals, tally);
            kafka.parts.add(inbox);
            threads.newThread(inbox).start();
        }
        return kafka;
    }

    private void loop(Thread thread) {
        looping.add(thread);
        thread.start();
    }

    private static void repeat(Engine.Chore chore) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                chore.run();
                Thread.sleep(chore.every());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            chore.run();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        looping.forEach(Thread::interrupt);
    }
}
