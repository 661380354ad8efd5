package clda.events.kafka;

import clda.events.Arrivals;
import clda.events.IncomingEvents;
import clda.events.IncomingTally;
import clda.events.IncomingTally.Kind;
import clda.events.Unusable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topic of incoming events, together with the other nodes, each some of the partitions. An event is done when it has
 * opened a turn, is known, or is in the topic of dead events; only then is its offset committed. One that cannot be done now holds
 * up its own partition, and is tried again until it is done.
 */
public final class KafkaInbox implements Runnable, AutoCloseable {

    private static final Logger LOG = System.getLogger(KafkaInbox.class.getName());
    private static final int AT_ONCE = 50;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long RECONNECT_SECONDS = 5;

    private final Brokers brokers;
    private final String topic;
    private final String deadTopic;
    private final String group;
    private final String node;
    private final Arrivals arrivals;
    private final IncomingTally tally;
    private final TopicWatch watch;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Consumer<byte[], byte[]> reading;

    /**
     * @param group the nodes that share the topic
     * @param node the name of this one among them
     */
    public KafkaInbox(
            Brokers brokers,
            String topic,
            String deadTopic,
            String group,
            String node,
            Arrivals arrivals,
            IncomingTally tally) {
        this.brokers = brokers;
        this.topic = topic;
        this.deadTopic = deadTopic;
        this.group = group;
        this.node = node;
        this.arrivals = arrivals;
        this.tally = tally;
        this.watch = new TopicWatch(topic);
        tally.lag(watch::lag);
        tally.connected(watch::isConnected);
    }

    /** Reads until this is closed; while Kafka is away, it waits for it. */
    @Override
    public void run() {
        try {
            do {
                try {
                    read();
                } catch (WakeupException e) {
                    LOG.log(Level.DEBUG, "incoming events: closing");
                } catch (KafkaException e) {
                    watch.failed(e);
                }
            } while (!closing.await(RECONNECT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void read() throws InterruptedException {
        try (DeadTopic dead = new DeadTopic(brokers, deadTopic);
                Consumer<byte[], byte[]> consumer = brokers.member(group, node, AT_ONCE)) {
            reading = consumer;
            consumer.subscribe(List.of(topic), watch);
            Map<TopicPartition, Long> paused = new HashMap<>();
            while (closing.getCount() > 0) {
                resume(consumer, paused);
                ConsumerRecords<byte[], byte[]> messages = consumer.poll(POLL);
                Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
                for (TopicPartition partition : messages.partitions()) {
                    handle(consumer, messages.records(partition), dead, done, paused);
                }
                commit(consumer, done);
                watch.look(consumer);
            }
        } finally {
            reading = null;
        }
    }

    private static void resume(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> paused) {
        long now = System.nanoTime();
        paused.keySet().retainAll(consumer.assignment());
        List<TopicPartition> over = paused.entrySet().stream()
                .filter(each -> each.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
        consumer.resume(over);
        over.forEach(paused::remove);
    }

    private void handle(
            Consumer<byte[], byte[]> consumer,
            List<ConsumerRecord<byte[], byte[]>> messages,
            DeadTopic dead,
            Map<TopicPartition, OffsetAndMetadata> done,
            Map<TopicPartition, Long> paused)
            throws InterruptedException {
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            TopicPartition partition = new TopicPartition(message.topic(), message.partition());
            if (closing.getCount() == 0) {
                return;
            }
            if (!isDone(message, dead)) {
                tally.add(Kind.DELAYED);
                consumer.seek(partition, message.offset());
                consumer.pause(List.of(partition));
                paused.put(partition, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                return;
            }
            done.put(partition, new OffsetAndMetadata(message.offset() + 1));
        }
    }

    private boolean isDone(ConsumerRecord<byte[], byte[]> message, DeadTopic dead) throws InterruptedException {
        try {
            tally.add(
                    switch (arrivals.open(IncomingEvents.read(headers(message), message.value()))) {
                        case OPENED -> Kind.OPENED;
                        case KNOWN -> Kind.KNOWN;
                    });
            return true;
        } catch (Unusable e) {
            return isSetAside(message, e, dead);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "an incoming event waits ({0}, partition {1}, offset {2}): {3}",
                    topic,
                    message.partition(),
                    String.valueOf(message.offset()),
                    e.getMessage());
            return false;
        }
    }

    private boolean isSetAside(ConsumerRecord<byte[], byte[]> message, Unusable why, DeadTopic dead)
            throws InterruptedException {
        try {
            dead.put(message, why);
            tally.add(Kind.DEAD);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an unusable event cannot be set aside now: {0}", e.getMessage());
            return false;
        }
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : message.headers()) {
            byte[] value = header.value();
            if (value != null) {
                headers.put(header.key().toLowerCase(Locale.ROOT), new String(value, StandardCharsets.UTF_8));
            }
        }
        return headers;
    }

    private static void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> done) {
        if (done.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(done);
        } catch (CommitFailedException
                | RebalanceInProgressException
                | RetriableCommitFailedException
                | TimeoutException e) {
            // Whoever reads them again finds that they are known.
            LOG.log(Level.DEBUG, "offsets of incoming events could not be committed", e);
        }
    }

    /** Reads nothing more; waits for a moment until what is being handled is done. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!ended.await(RECONNECT_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.DEBUG, "incoming events: still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
