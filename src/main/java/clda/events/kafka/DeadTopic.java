package clda.events.kafka;

import clda.events.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The topic of events that cannot be used: each as it came, with the reason in headers that begin with {@code clda_}. A crash may
 * leave an event there twice.
 */
final class DeadTopic implements AutoCloseable {

    private final String name;
    private final Producer<String, byte[]> producer;

    DeadTopic(Brokers brokers, String name) {
        this.name = name;
        this.producer = brokers.plain();
    }

    /** Returns when it is durable. */
    void put(ConsumerRecord<String, byte[]> message, Unusable why) throws IOException, InterruptedException {
        try {
            put(message, message.value(), why);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new IOException("Kafka: " + e.getMessage(), e);
            }
            try {
                // Where it came from says where the rest is.
                put(message, null, why);
            } catch (ExecutionException again) {
                throw new IOException("Kafka: " + again.getMessage(), again);
            }
        }
    }

    private void put(ConsumerRecord<String, byte[]> message, byte @Nullable [] value, Unusable why)
            throws ExecutionException, InterruptedException, IOException {
        ProducerRecord<String, byte[]> dead = new ProducerRecord<>(name, null, message.key(), value);
        Headers headers = dead.headers();
        message.headers().forEach(headers::add);
        add(headers, "clda_reason", why.reason().word());
        add(headers, "clda_detail", String.valueOf(why.getMessage()));
        add(headers, "clda_topic", message.topic());
        add(headers, "clda_partition", String.valueOf(message.partition()));
        add(headers, "clda_offset", String.valueOf(message.offset()));
        try {
            producer.send(dead).get();
        } catch (KafkaException e) {
            throw new IOException("Kafka: " + e.getMessage(), e);
        }
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
