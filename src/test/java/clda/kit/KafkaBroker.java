package clda.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A Kafka broker in a process of its own, which can be killed and comes back with its data on the same port. */
public final class KafkaBroker implements AutoCloseable {

    /** Of clda, at the guarded port. */
    public static final String PASSWORD = "kafka-password";

    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final Path dir;
    private final int port = Ports.free();
    private final int guardedPort = Ports.free();
    private final Path config;
    private Process process;

    private KafkaBroker(Path dir) {
        this.dir = dir;
        this.config = dir.resolve("server.properties");
    }

    /** @param dir for its data and its log */
    public static KafkaBroker start(Path dir) throws IOException, InterruptedException {
        KafkaBroker broker = new KafkaBroker(Files.createDirectories(dir.toAbsolutePath()));
        broker.format();
        broker.comesBack();
        return broker;
    }

    private void format() throws IOException, InterruptedException {
        int controller = Ports.free();
        Files.writeString(
                config,
                """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:%d,SASL_PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=PLAINTEXT://127.0.0.1:%d,SASL_PLAINTEXT://127.0.0.1:%d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_plaintext.plain.sasl.jaas.config=%s user_clda="%s";
                controller.listener.names=CONTROLLER
                log.dirs=%s
                num.partitions=3
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                transaction.state.log.segment.bytes=16777216
                """
                        .formatted(
                                controller,
                                port,
                                guardedPort,
                                controller,
                                port,
                                guardedPort,
                                LOGIN,
                                PASSWORD,
                                dir.resolve("data")));
        Files.writeString(
                dir.resolve("logging.properties"),
                """
                handlers = java.util.logging.ConsoleHandler
                .level = WARNING
                """);
        Process format = java(
                "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c", config.toString());
        if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException("no storage: see " + log());
        }
    }

    private Path log() {
        return dir.resolve("broker.log");
    }

    private Process java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=" + dir.resolve("logging.properties"),
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    /** Starts it again; returns when it answers. */
    public void comesBack() throws IOException, InterruptedException {
        process = java("kafka.Kafka", config.toString());
        Instant end = Instant.now().plus(LONGEST_START);
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException("the broker does not start: see " + log());
            }
        }
    }

    private boolean answers() throws InterruptedException {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    /** Ends it as a power cut does, but for the page cache. */
    public void isKilled() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Where whoever comes has to say the password. */
    public String guardedServers() {
        return "127.0.0.1:" + guardedPort;
    }

    /** How clda says the password to the guarded port. */
    public static Properties saying(String password) {
        Properties properties = new Properties();
        properties.setProperty("security.protocol", "SASL_PLAINTEXT");
        properties.setProperty("sasl.mechanism", "PLAIN");
        properties.setProperty("sasl.jaas.config", LOGIN + " username=\"clda\" password=\"" + password + "\";");
        return properties;
    }

    public Admin admin() {
        return Admin.create(
                Map.of("bootstrap.servers", servers(), "request.timeout.ms", 2_000, "default.api.timeout.ms", 5_000));
    }

    public void creates(String topic, int partitions) throws InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All messages of a topic that a reader of committed ones is given, in the order of each partition. */
    public List<ConsumerRecord<String, String>> committed(String topic) {
        return committed(topic, new StringDeserializer());
    }

    /** The same, with keys and values as they are wanted. */
    public <T> List<ConsumerRecord<T, T>> committed(String topic, Deserializer<T> as) {
        Properties reading = new Properties();
        reading.put("bootstrap.servers", servers());
        reading.put("isolation.level", "read_committed");
        List<ConsumerRecord<T, T>> all = new ArrayList<>();
        try (KafkaConsumer<T, T> consumer = new KafkaConsumer<>(reading, as, as)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            Instant end = Instant.now().plus(LONGEST_START);
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException("the topic cannot be read to its end");
                }
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** How many messages of a topic the group has not committed yet. */
    public long lag(String group, String topic) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Set<TopicPartition> partitions =
                    admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .map(each -> new TopicPartition(topic, each.partition()))
                            .collect(Collectors.toSet());
            long lag = 0;
            for (TopicPartition partition : partitions) {
                long end = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition)
                        .get()
                        .offset();
                OffsetAndMetadata done = committed.get(partition);
                lag += end - (done == null ? 0 : done.offset());
            }
            return lag;
        }
    }

    /** Sends messages and waits until they are durable. */
    public KafkaProducer<String, byte[]> producer(String compression) {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                servers(),
                "compression.type",
                compression,
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    }

    /** A message with headers, given as names and values in turn. */
    public static ProducerRecord<String, byte[]> message(String topic, String key, byte[] value, String... headers) {
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(topic, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            message.headers().add(new RecordHeader(headers[i], headers[i + 1].getBytes()));
        }
        return message;
    }

    @Override
    public void close() {
        try {
            isKilled();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
