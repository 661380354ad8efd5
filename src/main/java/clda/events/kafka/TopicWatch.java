package clda.events.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks every few seconds whether this node can read the topic of incoming events, and how many wait for it. A poll does not
 * tell: it is as empty without brokers as without events. The log is told once that the topic cannot be read, and once that it
 * can be again.
 */
final class TopicWatch implements ConsumerRebalanceListener {

    private static final Logger LOG = System.getLogger(TopicWatch.class.getName());
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);
    /** Longer than nodes take to share the topic anew, and partitions to move to another broker. */
    private static final long LONGEST_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String topic;
    private boolean member;
    private boolean told;
    private long nextLook = System.nanoTime();
    private volatile boolean connected;
    private volatile long lastSeen = System.nanoTime();
    private volatile double lag;

    TopicWatch(String topic) {
        this.topic = topic;
    }

    /** Whether the topic could be read a moment ago. */
    boolean isConnected() {
        return connected && !isSilent();
    }

    private boolean isSilent() {
        return System.nanoTime() - lastSeen >= LONGEST_SILENCE_NANOS;
    }

    /** How many events wait for this node, as last seen; one that is tried again is among them. */
    double lag() {
        return lag;
    }

    /** To be called between polls, when nothing of what they gave is in work. */
    void look(Consumer<byte[], byte[]> consumer) {
        if (System.nanoTime() - nextLook < 0) {
            return;
        }
        String trouble = trouble(consumer);
        if (trouble == null) {
            seen();
        } else if (isSilent()) {
            away(trouble);
        }
        nextLook = System.nanoTime() + EVERY_NANOS;
    }

    private @Nullable String trouble(Consumer<byte[], byte[]> consumer) {
        if (!member) {
            return "no broker has given this node a share of the topic " + topic;
        }
        try {
            Set<TopicPartition> own = consumer.assignment();
            if (!own.isEmpty()) {
                measure(consumer, own);
                return null;
            }
            lag = 0;
            return isThere(consumer) ? null : "there is no topic " + topic;
        } catch (TimeoutException e) {
            return "the brokers do not answer";
        }
    }

    private void measure(Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        long waiting = 0;
        for (Map.Entry<TopicPartition, Long> end :
                consumer.endOffsets(partitions, LONGEST_ANSWER).entrySet()) {
            waiting += end.getValue() - consumer.position(end.getKey(), LONGEST_ANSWER);
        }
        lag = waiting;
    }

    /** What a node asks that has no partition, since the others have them all: it may have one at any time. */
    private boolean isThere(Consumer<byte[], byte[]> consumer) {
        Set<TopicPartition> partitions = consumer.partitionsFor(topic, LONGEST_ANSWER).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .collect(Collectors.toSet());
        // Which partitions there are may be known from before; this is asked of the brokers.
        consumer.committed(partitions, LONGEST_ANSWER);
        return !partitions.isEmpty();
    }

    private void seen() {
        if (told) {
            LOG.log(Level.INFO, "incoming events are read again");
            told = false;
        }
        lastSeen = System.nanoTime();
        connected = true;
    }

    private void away(@Nullable String why) {
        connected = false;
        if (!told) {
            LOG.log(Level.WARNING, "incoming events cannot be read now: {0}", why);
            told = true;
        }
    }

    /** The consumer has failed; the next one has yet to join the group. */
    void failed(KafkaException e) {
        member = false;
        away(e.getMessage());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member = true;
        nextLook = System.nanoTime();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        member = false;
    }
}
