package clda.events.kafka;

import clda.events.StreamOutbox.Key;
import clda.json.Json;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** A compacted topic of one partition whose last message says what the last transaction has published. */
final class ProgressTopic {

    private static final String KEY = "latest";
    private static final Duration LONGEST_READ = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    /** A message and what ends its transaction. */
    private static final long FIRST_LOOK_BACK = 2;

    private static final String SEGMENT_BYTES = String.valueOf(16 * 1024 * 1024);

    private final Brokers brokers;
    private final String name;
    private boolean prepared;

    ProgressTopic(Brokers brokers, String name) {
        this.brokers = brokers;
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Creates the topic if it is not there.
     *
     * @throws IOException if it would forget
     */
    void prepare() throws IOException {
        if (prepared) {
            return;
        }
        try (Admin admin = brokers.admin()) {
            if (!create(admin)) {
                check(admin);
            }
            prepared = true;
        }
    }

    /** Whether it is new, and so as it has to be; brokers may take a moment until they know what they have just created. */
    private boolean create(Admin admin) throws IOException {
        try {
            admin.createTopics(Set.of(new NewTopic(name, Optional.of(1), Optional.empty())
                            .configs(Map.of(
                                    TopicConfig.CLEANUP_POLICY_CONFIG,
                                    TopicConfig.CLEANUP_POLICY_COMPACT,
                                    TopicConfig.SEGMENT_BYTES_CONFIG,
                                    SEGMENT_BYTES))))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            boolean thereOrNotOurs =
                    e.getCause() instanceof TopicExistsException || e.getCause() instanceof AuthorizationException;
            if (!thereOrNotOurs) {
                throw failure(e);
            }
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void check(Admin admin) throws IOException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
        try {
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(Set.of(topic)).all().get().get(topic));
            String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
            if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw new IOException("the topic " + name + " has cleanup.policy=" + policy
                        + ", so that it would forget what was published; it has to be compact");
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw failure(e);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException failure(ExecutionException e) {
        return new IOException("Kafka: " + e.getMessage(), e);
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for Kafka");
    }

    /** The message that says so of these. */
    ProducerRecord<String, byte[]> note(List<Key> published) throws IOException {
        return new ProducerRecord<>(name, 0, KEY, Json.MAPPER.writeValueAsBytes(published));
    }

    /** What the last message says; nothing if there is none. Aborted ones do not count. */
    List<Key> latest() throws IOException {
        TopicPartition partition = new TopicPartition(name, 0);
        try (Consumer<String, byte[]> reader = brokers.reader()) {
            reader.assign(List.of(partition));
            long end = offset(reader.endOffsets(List.of(partition)), partition);
            long begin = offset(reader.beginningOffsets(List.of(partition)), partition);
            for (long back = FIRST_LOOK_BACK; ; back *= 2) {
                long from = Math.max(begin, end - back);
                byte[] last = last(reader, partition, from, end);
                if (last != null) {
                    return Json.MAPPER.readValue(last, new TypeReference<List<Key>>() {});
                }
                if (from == begin) {
                    return List.of();
                }
            }
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private static byte @Nullable [] last(
            Consumer<String, byte[]> reader, TopicPartition partition, long from, long end) throws IOException {
        long until = System.nanoTime() + LONGEST_READ.toNanos();
        reader.seek(partition, from);
        byte[] last = null;
        while (reader.position(partition) < end) {
            if (System.nanoTime() > until) {
                throw new IOException("Kafka does not say in time what was published last");
            }
            for (ConsumerRecord<String, byte[]> message : reader.poll(POLL)) {
                last = message.value();
            }
        }
        return last;
    }
}
