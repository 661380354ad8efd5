package clda.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import clda.events.IncomingTally.Kind;
import clda.events.kafka.Brokers;
import clda.events.kafka.KafkaInbox;
import clda.kit.KafkaBroker;
import clda.logging.CapturedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node shows of the topic of incoming events, with a broker that goes and comes back, and one that refuses. */
class KafkaAwayIT {

    private static final Duration ABOUT_A_MINUTE = Duration.ofSeconds(70);
    private static final Duration LONGER_THAN_ONE_LOOK_IS_BELIEVED = Duration.ofSeconds(35);
    private static final String AWAY = "incoming events cannot be read now";
    private static final String BACK = "incoming events are read again";

    @TempDir
    static Path brokerDir;

    private static KafkaBroker broker;

    private final String topic = "inbox-" + UUID.randomUUID();
    private final IncomingTally tally = new IncomingTally();
    private final List<KafkaInbox> inboxes = new ArrayList<>();
    private final Logger logger = Logger.getLogger("clda.events.kafka");
    private final Level usual = logger.getLevel();
    private CapturedLog log;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start(brokerDir.resolve("kafka"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        log = CapturedLog.begin();
    }

    @AfterEach
    void stop() {
        inboxes.forEach(KafkaInbox::close);
        log.close();
        logger.setLevel(usual);
    }

    private void reads(Brokers brokers, String node, Arrivals arrivals, IncomingTally counted) {
        KafkaInbox inbox = new KafkaInbox(brokers, topic, topic + ".dead", topic, node, arrivals, counted);
        inboxes.add(inbox);
        Thread.ofPlatform().daemon().start(inbox);
    }

    private void reads(Brokers brokers) {
        reads(brokers, "one", event -> Arrivals.Outcome.OPENED, tally);
    }

    private static Brokers brokers() {
        return new Brokers(broker.servers(), new Properties());
    }

    private void sends(int events) {
        try (KafkaProducer<String, byte[]> producer = broker.producer("gzip")) {
            for (int i = 0; i < events; i++) {
                String event =
                        """
                        {"specversion": "1.0", "id": "%d", "source": "/shop", "type": "com.example.order.shipped",
                         "user": "alice", "data": {"text": "Your order has left."}}
                        """
                                .formatted(i);
                producer.send(KafkaBroker.message(topic, "k", event.getBytes(UTF_8)));
            }
        }
    }

    private long logged(String what) {
        return log.text().lines().filter(line -> line.contains(what)).count();
    }

    @Test
    void aNodeThatReadsAnIdleTopicIsConnectedUntilTheBrokerDiesAndAgainWhenItIsBack() throws Exception {
        // Given
        broker.creates(topic, 2);
        reads(brokers());
        await().atMost(ABOUT_A_MINUTE).until(tally::isConnected);
        await().during(LONGER_THAN_ONE_LOOK_IS_BELIEVED).atMost(ABOUT_A_MINUTE).until(tally::isConnected);

        // When
        broker.isKilled();

        // Then
        await().atMost(ABOUT_A_MINUTE).until(() -> !tally.isConnected() && logged(AWAY) == 1);

        // When
        broker.comesBack();

        // Then
        await().atMost(ABOUT_A_MINUTE).until(tally::isConnected);
        sends(1);
        await().atMost(ABOUT_A_MINUTE).until(() -> tally.count(Kind.OPENED) == 1);
        assertThat(logged(AWAY)).isEqualTo(1);
        assertThat(logged(BACK)).isEqualTo(1);
    }

    @Test
    void aNodeThatStartsWhileTheBrokerIsAwayIsConnectedOnceItIsThere() throws Exception {
        // Given
        broker.creates(topic, 1);
        broker.isKilled();
        try {
            // When
            reads(brokers());

            // Then
            await().atMost(ABOUT_A_MINUTE).until(() -> logged(AWAY) == 1);
            assertThat(tally.isConnected()).isFalse();
        } finally {
            broker.comesBack();
        }
        await().atMost(ABOUT_A_MINUTE).until(tally::isConnected);
        assertThat(logged(AWAY)).isEqualTo(1);
        assertThat(logged(BACK)).isEqualTo(1);
    }

    @Test
    void whoeverIsRefusedIsNotConnectedAndTheLogDoesNotSayThePassword() throws Exception {
        broker.creates(topic, 1);

        reads(new Brokers(broker.guardedServers(), KafkaBroker.saying("wrong-password")));

        await().atMost(ABOUT_A_MINUTE).until(() -> logged(AWAY) == 1);
        assertThat(tally.isConnected()).isFalse();
        assertThat(log.unguarded()).doesNotContain("wrong-password");
    }

    @Test
    void whoeverIsLetInIsConnected() throws Exception {
        broker.creates(topic, 1);

        reads(new Brokers(broker.guardedServers(), KafkaBroker.saying(KafkaBroker.PASSWORD)));

        await().atMost(ABOUT_A_MINUTE).until(tally::isConnected);
        assertThat(logged(AWAY)).isZero();
    }

    @Test
    void aNodeForWhichNoPartitionIsLeftIsConnectedToo() throws Exception {
        broker.creates(topic, 1);
        IncomingTally spare = new IncomingTally();

        reads(brokers());
        reads(brokers(), "two", event -> Arrivals.Outcome.OPENED, spare);

        await().atMost(ABOUT_A_MINUTE).until(() -> tally.isConnected() && spare.isConnected());
    }

    @Test
    void aTopicThatIsNotThereCannotBeRead() {
        Properties asTheyAre = new Properties();
        asTheyAre.setProperty("allow.auto.create.topics", "false");

        reads(new Brokers(broker.servers(), asTheyAre));

        await().atMost(ABOUT_A_MINUTE).until(() -> logged("there is no topic " + topic) == 1);
        assertThat(tally.isConnected()).isFalse();
    }

    @Test
    void anEventThatIsHeldUpIsAmongThoseThatWait() throws Exception {
        broker.creates(topic, 1);
        sends(3);

        reads(
                brokers(),
                "one",
                event -> {
                    throw new IllegalStateException("the database is away");
                },
                tally);

        await().atMost(ABOUT_A_MINUTE).until(() -> tally.lag() == 3);
        assertThat(tally.isConnected()).isTrue();
    }
}
