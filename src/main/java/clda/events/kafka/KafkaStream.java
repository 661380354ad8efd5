package clda.events.kafka;

import clda.events.CloudEvents;
import clda.events.EventStream;
import clda.events.StreamOutbox.Entry;
import clda.events.StreamOutbox.Key;
import clda.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A topic. What is published at once is a transaction, which also holds the note: a message in a topic of its own. The id of the
 * transactions is the name of that topic, so that Kafka fences whoever published before.
 *
 * <p>Each event is a structured CloudEvent whose key is its conversation.
 */
public final class KafkaStream implements EventStream {

    private static final RecordHeader CONTENT_TYPE = new RecordHeader(
            "content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.US_ASCII));
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Brokers brokers;
    private final String topic;
    private final ProgressTopic progress;

    /** @param progressTopic of this installation alone */
    public KafkaStream(Brokers brokers, String topic, String progressTopic) {
        this.brokers = brokers;
        this.topic = topic;
        this.progress = new ProgressTopic(brokers, progressTopic);
    }

    @Override
    public Session open() throws IOException {
        try {
            progress.prepare();
            Producer<String, byte[]> producer = brokers.transactional(progress.name());
            boolean opened = false;
            try {
                producer.initTransactions();
                // Nobody can add to it any more.
                List<Key> latest = progress.latest();
                opened = true;
                return new Opened(producer, latest);
            } finally {
                if (!opened) {
                    producer.close(AT_ONCE);
                }
            }
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private static IOException failure(KafkaException e) {
        return new IOException("Kafka: " + e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }

    private final class Opened implements Session {

        private final Producer<String, byte[]> producer;
        private final List<Key> latest;

        Opened(Producer<String, byte[]> producer, List<Key> latest) {
            this.producer = producer;
            this.latest = latest;
        }

        @Override
        public List<Key> latest() {
            return latest;
        }

        @Override
        public void publish(List<Entry> entries) throws IOException {
            try {
                producer.beginTransaction();
                for (Entry entry : entries) {
                    producer.send(message(entry));
                }
                producer.send(progress.note(entries.stream().map(Entry::key).toList()));
                // Throws if one of the messages could not be sent.
                producer.commitTransaction();
            } catch (KafkaException e) {
                throw failure(e);
            }
        }

        private ProducerRecord<String, byte[]> message(Entry entry) throws IOException {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                    topic,
                    entry.event().conversationId(),
                    Json.MAPPER.writeValueAsBytes(CloudEvents.of(entry.event())));
            message.headers().add(CONTENT_TYPE);
            return message;
        }

        @Override
        public void close() {
            producer.close(AT_ONCE);
        }
    }
}
