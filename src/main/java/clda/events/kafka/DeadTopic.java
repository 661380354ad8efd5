package clda.events.kafka;

import clda.events.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The topic of events that cannot be used: each as it came, with the reason in headers that begin with {@code clda_}. A crash may
 * leave an event there twice.
 */
final class DeadTopic implements AutoCloseable {

    private final String name;
    private final Producer<byte[], byte[]> producer;

    DeadTopic(Brokers brokers, String name) {
        this.name = name;
        this.producer = brokers.plain();
    }

    /**
     * Returns when it is durable. What is too large is put without its value, then without its key and headers as well: where
     * it came from says where the rest is.
     */
    void put(ConsumerRecord<byte[], byte[]> message, Unusable why) throws IOException, InterruptedException {
        List<ProducerRecord<byte[], byte[]>> attempts = List.of(
                dead(message, message.key(), message.value(), message.headers(), why),
                dead(message, message.key(), null, message.headers(), why),
                dead(message, null, null, new RecordHeaders(), why));
        for (ProducerRecord<byte[], byte[]> attempt : attempts) {
            if (fits(attempt)) {
                return;
            }
        }
        throw new IOException("Kafka: even the reason is too large for " + name);
    }

    private boolean fits(ProducerRecord<byte[], byte[]> dead) throws IOException, InterruptedException {
        try {
            producer.send(dead).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw new IOException("Kafka: " + e.getMessage(), e);
        } catch (KafkaException e) {
            throw new IOException("Kafka: " + e.getMessage(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> dead(
            ConsumerRecord<byte[], byte[]> message,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers kept,
            Unusable why) {
        ProducerRecord<byte[], byte[]> dead = new ProducerRecord<>(name, null, key, value, kept);
        Headers headers = dead.headers();
        add(headers, "clda_reason", why.reason().word());
        add(headers, "clda_detail", String.valueOf(why.getMessage()));
        add(headers, "clda_topic", message.topic());
        add(headers, "clda_partition", String.valueOf(message.partition()));
        add(headers, "clda_offset", String.valueOf(message.offset()));
        return dead;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
