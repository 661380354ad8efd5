package clda.events;

import static clda.kit.Clda.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import clda.boot.Arriving;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.events.IncomingTally.Kind;
import clda.events.StreamOutbox.Entry;
import clda.events.StreamOutbox.Key;
import clda.events.kafka.Brokers;
import clda.events.kafka.KafkaInbox;
import clda.events.kafka.KafkaStream;
import clda.json.Json;
import clda.kit.Clda;
import clda.kit.Everybody;
import clda.kit.KafkaBroker;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other systems are told and tell over Kafka, with a broker. */
class KafkaIT {

    /** What a producer sends at most, unless it is told otherwise. */
    private static final int MAX_REQUEST_BYTES = 1024 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(40);

    @TempDir
    static Path brokerDir;

    private static KafkaBroker broker;

    @TempDir
    Path dir;

    private final ScriptedModel model = new ScriptedModel();
    private final String topic = "events-" + UUID.randomUUID();
    private final String inboxTopic = "inbox-" + UUID.randomUUID();
    private final IncomingTally tally = new IncomingTally();
    private Clda clda;
    private KafkaInbox inbox;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(brokerDir.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void stop() {
        if (inbox != null) {
            inbox.close();
        }
        if (clda != null) {
            clda.close();
        }
    }

    private SeEngine.Options options() {
        return new SeEngine.Options(dir, model).tellsStream().rights(Everybody.AS_THEN);
    }

    private static Brokers brokers() {
        return new Brokers(broker.servers(), new Properties());
    }

    private KafkaStream stream() {
        return new KafkaStream(brokers(), topic, topic + ".progress");
    }

    private StreamPublisher publisher() {
        return new StreamPublisher(clda.engine().stream(), stream(), Clock.systemUTC());
    }

    private List<Long> numbers() {
        return broker.committed(topic).stream()
                .map(message -> json(message).path("data").path("seq").asLong())
                .toList();
    }

    private static JsonNode json(ConsumerRecord<String, String> message) {
        try {
            return Json.MAPPER.readTree(message.value());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Entry entry(long seq) {
        return new Entry(new OutgoingEvent("default", "c1", seq, null, "turn.started", Instant.EPOCH), 7, seq);
    }

    @Test
    void everyEventIsPublishedInTheOrderOfItsConversationWithoutWhatWasSaid() {
        clda = Clda.opens(options());
        model.answersWith("the secret answer");
        clda.says("a secret question");

        publisher().publish();

        List<ConsumerRecord<String, String>> messages = broker.committed(topic);
        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, clda.events().size()).boxed().toList());
        assertThat(messages).allSatisfy(message -> {
            assertThat(message.key()).isEqualTo(clda.conversationId());
            assertThat(message.value()).doesNotContain("secret");
            assertThat(json(message).path("id").asText()).startsWith(clda.conversationId() + "-");
        });
        assertThat(clda.engine().stream().next(10)).isEmpty();
    }

    @Test
    void theErasureOfAConversationIsPublishedLast() {
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        clda.engine().engine().conversations().erase(ALICE, clda.conversationId());

        publisher().publish();

        assertThat(broker.committed(topic).getLast().value()).contains("clda.conversation.erased");
    }

    @Test
    void whoseStreamWasTakenOverAddsNothingMore() throws IOException {
        EventStream.Session zombie = stream().open();
        zombie.publish(List.of(entry(1)));
        EventStream.Session next = stream().open();

        assertThat(next.latest()).containsExactly(new Key("c1-1", 7, 1));
        assertThatThrownBy(() -> zombie.publish(List.of(entry(2)))).isInstanceOf(IOException.class);
        next.publish(List.of(entry(2), entry(3)));
        zombie.close();
        next.close();

        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        try (EventStream.Session last = stream().open()) {
            assertThat(last.latest()).containsExactly(new Key("c1-2", 7, 2), new Key("c1-3", 7, 3));
        }
    }

    @Test
    void whatWasPublishedBeforeACrashIsNotPublishedAgain() throws IOException {
        // Given a node that dies between Kafka's commit and the database's
        clda = Clda.opens(options());
        model.answersWith("hello");
        clda.says("hello");
        List<Entry> waiting = clda.engine().stream().next(1_000);
        EventStream.Session doomed = stream().open();
        doomed.publish(waiting);
        doomed.close();

        // When
        publisher().publish();

        // Then
        assertThat(clda.engine().stream().next(10)).isEmpty();
        assertThat(numbers()).hasSameSizeAs(waiting).doesNotHaveDuplicates();
    }

    @Test
    void whileTheBrokerIsAwayEventsWait() throws Exception {
        clda = Clda.opens(options());
        StreamPublisher publisher = publisher();
        model.answersWith("one").answersWith("two");
        clda.says("one");
        publisher.publish();
        broker.isKilled();

        assertThat(clda.says("two").state()).isEqualTo(Turn.State.COMPLETED);
        broker.comesBack();
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(200)).until(() -> {
            publisher.publish();
            return clda.engine().stream().next(1).isEmpty();
        });

        assertThat(numbers())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, clda.events().size()).boxed().toList());
    }

    private void reads() {
        inbox = new KafkaInbox(
                brokers(),
                inboxTopic,
                inboxTopic + ".dead",
                inboxTopic,
                "one",
                new Arriving(clda.engine().engine(), Everybody.AS_THEN, "default", "alice"),
                tally);
        Thread.ofPlatform().daemon().start(inbox);
    }

    private void sends(String compression, String... values) {
        try (KafkaProducer<String, byte[]> producer = broker.producer(compression)) {
            for (String value : values) {
                producer.send(KafkaBroker.message(inboxTopic, "k", value.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private String event(String id, String text) {
        return Json.MAPPER
                .createObjectNode()
                .put("specversion", "1.0")
                .put("source", "/shop")
                .put("id", id)
                .put("type", "com.example.order.shipped")
                .put("conversationid", clda.conversationId())
                .set("data", Json.MAPPER.createObjectNode().put("text", text).put("order", "A-17"))
                .toString();
    }

    private List<Turn> opened() {
        return clda.engine().engine().conversations().view(ALICE, clda.conversationId(), all -> all.turns().stream()
                .filter(turn -> turn.trigger() != null)
                .toList());
    }

    @Test
    void anEventOpensOneTurnHoweverOftenItComesAndWhatCannotBeUsedHoldsNobodyUp() throws Exception {
        clda = Clda.opens(options());
        broker.creates(inboxTopic, 1);
        IntStream.range(0, 9).forEach(each -> model.answersWith("told"));
        reads();

        sends(
                "gzip",
                event("1", "Your order has left."),
                "no JSON",
                event("1", "Your order has left."),
                event("2", "It is near.").replace(clda.conversationId(), "nowhere"),
                event("3", "It is there."));

        await().atMost(LONGEST).until(() -> tally.count(Kind.OPENED) == 2 && tally.count(Kind.DEAD) == 2);
        assertThat(tally.count(Kind.KNOWN)).isEqualTo(1);
        assertThat(opened()).extracting(Turn::text).containsExactly("Your order has left.", "It is there.");
        assertThat(opened()).allSatisfy(turn -> {
            assertThat(turn.trigger().kind()).isEqualTo(Trigger.Kind.EVENT);
            assertThat(turn.opensUntrusted()).isTrue();
        });
        assertThat(broker.committed(inboxTopic + ".dead"))
                .extracting(dead ->
                        new String(dead.headers().lastHeader("clda_reason").value(), StandardCharsets.UTF_8))
                .containsExactly("not_json", "unknown_conversation");
    }

    @Test
    void aNodeThatComesBackReadsOnWithoutWaitingForTheOneThatItWas() throws Exception {
        clda = Clda.opens(options());
        broker.creates(inboxTopic, 3);
        model.answersWith("told");

        // Given a node that has all partitions and says nothing any more
        Map<String, Object> itself =
                Map.of("bootstrap.servers", broker.servers(), "group.id", inboxTopic, "group.instance.id", "one");
        try (KafkaConsumer<byte[], byte[]> before =
                new KafkaConsumer<>(itself, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            before.subscribe(List.of(inboxTopic));
            await().atMost(LONGEST).until(() -> {
                before.poll(Duration.ofMillis(100));
                return before.assignment().size() == 3;
            });

            // When it is there again
            Instant back = Instant.now();
            reads();
            sends("gzip", event("1", "Your order has left."));

            // Then it reads at once
            await().atMost(LONGEST).until(() -> tally.count(Kind.OPENED) == 1);
            assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(9));
        }
    }

    @Test
    void whatIsTooLargeToBeSetAsideIsSetAsideWithoutWhatIsLarge() throws Exception {
        clda = Clda.opens(options());
        broker.creates(inboxTopic, 1);
        model.answersWith("told");
        byte[] key = {(byte) 0xC3, 0x28};
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.servers()), new ByteArraySerializer(), new ByteArraySerializer())) {
            // An event that is no JSON, with headers that leave no room for the reason
            ProducerRecord<byte[], byte[]> large = new ProducerRecord<>(inboxTopic, null, key, "no".getBytes(UTF_8));
            large.headers().add("large", new byte[MAX_REQUEST_BYTES - 150]);
            producer.send(large);
            producer.send(new ProducerRecord<>(inboxTopic, null, key, "no".getBytes(UTF_8)));
            producer.send(new ProducerRecord<>(
                    inboxTopic, null, key, event("3", "It is there.").getBytes(UTF_8)));
        }

        reads();

        await().atMost(LONGEST).until(() -> tally.count(Kind.OPENED) == 1 && tally.count(Kind.DEAD) == 2);
        // What has no key may be in any partition
        Map<String, ConsumerRecord<byte[], byte[]>> dead =
                broker.committed(inboxTopic + ".dead", new ByteArrayDeserializer()).stream()
                        .collect(Collectors.toMap(KafkaIT::offset, Function.identity()));
        assertThat(dead).containsOnlyKeys("0", "1");
        assertThat(dead.get("0").headers().lastHeader("large")).isNull();
        assertThat(dead.get("1").key()).isEqualTo(key);
        assertThat(dead.get("1").value()).isEqualTo("no".getBytes(UTF_8));
    }

    /** Where in the topic of incoming events a dead one was. */
    private static String offset(ConsumerRecord<byte[], byte[]> dead) {
        return new String(dead.headers().lastHeader("clda_offset").value(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "snappy", "zstd"})
    void whateverOthersCompressWithIsRead(String compression) throws Exception {
        clda = Clda.opens(options());
        broker.creates(inboxTopic, 1);
        model.answersWith("told");
        reads();

        sends(compression, event("1", "Your order has left. ".repeat(50)));

        await().atMost(LONGEST).until(() -> tally.count(Kind.OPENED) == 1);
    }
}
