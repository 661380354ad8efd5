package clda.events.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The way to the brokers: their addresses, and how to be allowed in. What exactly-once needs is set here and cannot be set
 * otherwise.
 */
public final class Brokers {

    /** What a file may not set: the promises of this package depend on it. */
    private static final List<String> OURS = List.of(
            "bootstrap.servers",
            "acks",
            "enable.idempotence",
            "transactional.id",
            "isolation.level",
            "enable.auto.commit",
            "auto.offset.reset",
            "group.id",
            "group.instance.id",
            "group.protocol",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer",
            "max.in.flight.requests.per.connection",
            "partitioner.class",
            "partitioner.ignore.keys",
            "interceptor.classes");

    private static final List<String> FILES = List.of("ssl.keystore.location", "ssl.truststore.location");

    /** A transaction that its producer has left open holds readers up for this long, unless another one takes over. */
    private static final int TRANSACTION_MILLIS = 20_000;

    private static final int REQUEST_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 15_000;
    /** A member that says nothing for so long is gone, and others read what it had. */
    private static final int SESSION_MILLIS = 10_000;

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9._-]");

    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    private final Map<String, Object> common;

    /**
     * @param servers host and port of some of them, with commas between
     * @param given further properties of Kafka's clients, such as those for TLS and SASL
     * @throws IllegalArgumentException if a property is wrong or may not be set; says which, and not its value
     */
    public Brokers(String servers, Properties given) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : given.stringPropertyNames()) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(name + " is set by the server itself");
            }
            properties.put(name, given.getProperty(name));
        }
        for (String file : FILES) {
            String location = given.getProperty(file);
            if (location != null && !Files.isReadable(Path.of(location))) {
                throw new IllegalArgumentException(file + " names no file that can be read");
            }
        }
        properties.put("bootstrap.servers", servers);
        common = Map.copyOf(properties);
        try {
            new ProducerConfig(producing("check"));
            new ConsumerConfig(consuming());
            new AdminClientConfig(new HashMap<>(common));
        } catch (ConfigException e) {
            // Its message may quote a value.
            throw new IllegalArgumentException(named(e), e);
        }
    }

    private static String named(ConfigException e) {
        String message = String.valueOf(e.getMessage());
        int name = message.indexOf("configuration ");
        return name < 0
                ? "Kafka's client refuses a property"
                : message.substring(name + "configuration ".length()).split("[:\\s]", 2)[0] + " has a wrong value";
    }

    private Map<String, Object> producing(String name) {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, name);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Of Java itself: the others load native libraries.
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        properties.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MILLIS);
        return properties;
    }

    private Map<String, Object> consuming() {
        Map<String, Object> properties = new HashMap<>(common);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.putIfAbsent(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return properties;
    }

    /** A producer of transactions; once it has begun, none that had the same id before can add anything. */
    Producer<String, byte[]> transactional(String id) {
        Map<String, Object> properties = producing("clda-events");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        return new KafkaProducer<>(properties);
    }

    /** A producer whose keys are bytes, as others gave them. */
    Producer<byte[], byte[]> plain() {
        return new KafkaProducer<>(producing("clda-dead-events"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that belongs to no group. */
    Consumer<String, byte[]> reader() {
        return new KafkaConsumer<>(consuming());
    }

    /**
     * Keys are bytes, as others gave them. A member that comes back under its name gets what it had at once, without the others
     * waiting for the one that is gone.
     *
     * @param member a name that no other process of the group has
     * @param atOnce maximum number of messages at a time
     */
    Consumer<byte[], byte[]> member(String group, String member, int atOnce) {
        Map<String, Object> properties = consuming();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                NOT_IN_NAMES.matcher(member).replaceAll("_"));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "clda-incoming");
        properties.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_MILLIS / 4);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        Map<String, Object> properties = new HashMap<>(common);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return Admin.create(properties);
    }
}
