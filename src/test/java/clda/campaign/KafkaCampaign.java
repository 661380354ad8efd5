package clda.campaign;

import clda.campaign.DoomedKafkaNode.Setup;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.events.IncomingTally;
import clda.events.StreamPublisher;
import clda.events.kafka.KafkaInbox;
import clda.json.Json;
import clda.kit.KafkaBroker;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Kills nodes and their broker while people talk and another system sends events; then compares what a reader of committed
 * messages is given with what the store holds, and the turns that events have opened with the events that were acknowledged. On
 * PostgreSQL there are two nodes, one of which is also stopped for longer than its lease, so that it comes back as a zombie.
 */
final class KafkaCampaign {

    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration LONGEST_END = Duration.ofMinutes(5);
    private static final int CONVERSATIONS = 20;
    private static final int UP_MILLIS = 300;
    private static final int MORE_MILLIS = 2_000;

    /** What happens. */
    private enum Blow {
        NODE,
        BROKER,
        NODE_AND_BROKER,
        PAUSE
    }

    private record Node(Setup setup, Process process) {}

    private final JavaProcess java;
    private final Path dir;
    private final KafkaBroker broker;
    private final Random random;
    private final List<Setup> setups;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> erased = ConcurrentHashMap.newKeySet();
    private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
    private final KafkaSender sender;

    private KafkaCampaign(Path dir, boolean postgres, long seed) throws Exception {
        this.dir = dir;
        this.java = new JavaProcess(dir.resolve("java"));
        this.random = new Random(seed);
        this.broker = KafkaBroker.start(dir.resolve("kafka"));
        String database = postgres ? Postgres.shared().url(Postgres.shared().newDatabase()) : "";
        setups = (postgres ? List.of("one", "two") : List.of("one"))
                .stream().map(name -> setup(name, database)).toList();
        broker.creates(DoomedKafkaNode.EVENTS, 3);
        broker.creates(DoomedKafkaNode.INBOX, 3);
        broker.creates(DoomedKafkaNode.DEAD, 1);
        sender = new KafkaSender(broker, DoomedKafkaNode.INBOX, conversations(), random.nextLong());
    }

    private Setup setup(String name, String database) {
        try {
            return new Setup(
                    Files.createDirectories(dir.resolve("node-" + name)),
                    database,
                    name,
                    dir.resolve("keys/master-key.json"),
                    LEASE,
                    broker.servers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> conversations() {
        try (SeEngine engine = setups.getFirst().open(false)) {
            return IntStream.range(0, CONVERSATIONS)
                    .mapToObj(each -> engine.engine()
                            .conversations()
                            .create(DoomedEngine.CALLER, DoomedKafkaNode.TOLD)
                            .id())
                    .toList();
        }
    }

    private void start(Setup setup) throws IOException {
        List<String> arguments = new ArrayList<>(setup.arguments());
        arguments.add(String.valueOf(random.nextLong()));
        Process process = java.start(DoomedKafkaNode.class, arguments, dir.resolve(setup.node() + ".log"));
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        while (!"UP".equals(line)) {
            if (line == null) {
                throw new IllegalStateException("a node does not start: see " + dir.resolve(setup.node() + ".log"));
            }
            line = said.readLine();
        }
        nodes.add(new Node(setup, process));
        Thread.ofVirtual().start(() -> hear(said));
    }

    private void hear(BufferedReader said) {
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(DoomedKafkaNode.ERASED)) {
                    erased.add(line.substring(DoomedKafkaNode.ERASED.length()));
                }
            }
        } catch (IOException e) {
            // It was killed in the middle of a line.
        }
    }

    /** Returns how many blows there were. */
    private int run(int kills, Instant end) throws Exception {
        for (Setup setup : setups) {
            start(setup);
        }
        sender.start();
        int done = 0;
        while (done < kills && Instant.now().isBefore(end)) {
            Thread.sleep(UP_MILLIS + random.nextInt(MORE_MILLIS));
            Blow blow = blow();
            happens(blow);
            blows.merge(blow, 1, Integer::sum);
            done++;
            if (done % 10 == 0) {
                System.out.println(done + " blows, " + sender.acknowledged().size() + " events acknowledged");
            }
        }
        sender.close();
        for (Node node : List.copyOf(nodes)) {
            kill(node);
        }
        return done;
    }

    private Blow blow() {
        // A broker takes longer to come back than a node.
        return switch (random.nextInt(setups.size() == 1 ? 6 : 8)) {
            case 0 -> Blow.BROKER;
            case 1 -> Blow.NODE_AND_BROKER;
            case 2, 3, 4, 5 -> Blow.NODE;
            default -> Blow.PAUSE;
        };
    }

    private void happens(Blow blow) throws Exception {
        Node node = nodes.get(random.nextInt(nodes.size()));
        switch (blow) {
            case NODE -> {
                kill(node);
                start(node.setup());
            }
            case BROKER -> {
                broker.isKilled();
                broker.comesBack();
            }
            case NODE_AND_BROKER -> {
                broker.isKilled();
                kill(node);
                start(node.setup());
                broker.comesBack();
            }
            case PAUSE -> {
                signal(node.process(), "STOP");
                Thread.sleep(LEASE.toMillis() * 2 + random.nextInt(MORE_MILLIS));
                signal(node.process(), "CONT");
            }
        }
    }

    private void kill(Node node) throws InterruptedException {
        nodes.remove(node);
        node.process().destroyForcibly().waitFor();
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Lets everything that waits come to its end, and looks. */
    private Outcome look() throws Exception {
        try (SeEngine engine = setups.getFirst().open(true).start()) {
            StreamPublisher publisher = setups.getFirst().publisher(engine);
            IncomingTally tally = new IncomingTally();
            try (KafkaInbox inbox = setups.getFirst().inbox(engine, tally)) {
                Thread.ofPlatform().daemon().start(inbox);
                Instant end = Instant.now().plus(LONGEST_END);
                while (Instant.now().isBefore(end) && !isAtRest(engine, publisher)) {
                    Thread.sleep(200);
                }
            }
            publisher.publish();
            return new Outcome(out(engine), in(engine));
        }
    }

    private boolean isAtRest(SeEngine engine, StreamPublisher publisher) throws Exception {
        publisher.publish();
        Number running = engine.store().read(entities -> (Number)
                entities.createNativeQuery("select count(*) from running_turn").getSingleResult());
        return running.intValue() == 0
                && broker.lag("clda", DoomedKafkaNode.INBOX) == 0
                && engine.stream().next(1).isEmpty();
    }

    private StreamCheck.Result out(SeEngine engine) throws IOException {
        StreamCheck check = new StreamCheck();
        for (ConsumerRecord<String, String> message : broker.committed(DoomedKafkaNode.EVENTS)) {
            JsonNode data = Json.MAPPER.readTree(message.value()).path("data");
            check.read(message.key(), data.path("seq").asLong());
        }
        Map<String, Long> stored = new HashMap<>();
        List<?> rows = engine.store().read(entities -> entities.createNativeQuery(
                        "select conversation_id, count(*) from event group by conversation_id")
                .getResultList());
        rows.stream()
                .map(Object[].class::cast)
                .forEach(row -> stored.put((String) row[0], ((Number) row[1]).longValue()));
        return check.compare(stored, erased);
    }

    private KafkaSender.Result in(SeEngine engine) {
        Map<String, List<String>> opened = new HashMap<>();
        for (String conversation : sender.conversations()) {
            opened.put(
                    conversation,
                    engine.engine().conversations().view(DoomedEngine.CALLER, conversation, all -> all.turns().stream()
                            .map(Turn::trigger)
                            .filter(trigger -> trigger != null && trigger.kind() == Trigger.Kind.EVENT)
                            .map(Trigger::reference)
                            .toList()));
        }
        return sender.compare(
                opened,
                broker.committed(DoomedKafkaNode.DEAD).stream()
                        .map(ConsumerRecord::value)
                        .toList());
    }

    private record Outcome(StreamCheck.Result out, KafkaSender.Result in) {

        boolean clean() {
            return out.clean() && in.clean();
        }

        String report(Map<Blow, Integer> blows, int erased) {
            return """
                    | blow | times |
                    |---|---:|
                    %s
                    | out, as a `read_committed` consumer sees it | |
                    |---|---:|
                    | events | %d |
                    | erased conversations among them | %d |
                    | lost | %d |
                    | doubled | %d |
                    | out of the order of their conversation | %d |
                    | never stored | %d |

                    | in | |
                    |---|---:|
                    | events acknowledged by the broker | %d |
                    | of them sent a second time on purpose | %d |
                    | turns that they opened | %d |
                    | lost | %d |
                    | turns opened twice | %d |
                    | out of the order of their conversation | %d |
                    | unusable events acknowledged | %d |
                    | of them not in the dead-letter topic | %d |
                    | of them there more than once (allowed) | %d |
                    """
                    .formatted(
                            String.join(
                                    "",
                                    Arrays.stream(Blow.values())
                                            .map(blow -> "| %s | %d |%n"
                                                    .formatted(
                                                            blow.name()
                                                                    .toLowerCase()
                                                                    .replace('_', ' '),
                                                            blows.getOrDefault(blow, 0)))
                                            .toList()),
                            out.events(),
                            erased,
                            out.lost(),
                            out.doubled(),
                            out.disordered(),
                            out.strange(),
                            in.acknowledged(),
                            in.repeated(),
                            in.opened(),
                            in.lost(),
                            in.doubled(),
                            in.disordered(),
                            in.unusable(),
                            in.unusableLost(),
                            in.unusableDoubled());
        }
    }

    private static String kafkaVersion() throws IOException {
        Properties version = new Properties();
        try (InputStream in = KafkaCampaign.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            version.load(in);
        }
        return version.getProperty("version");
    }

    /** {@code KafkaCampaign KILLS SEED STORE MINUTES REPORT}, the store being {@code embedded} or {@code postgresql}. */
    public static void main(String[] arguments) throws Exception {
        long seed = Long.parseLong(arguments[1]);
        boolean postgres = arguments[2].equals("postgresql");
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "kafka-");
        Instant began = Instant.now();
        KafkaCampaign campaign = new KafkaCampaign(dir, postgres, seed);
        try {
            int done = campaign.run(
                    Integer.parseInt(arguments[0]), began.plus(Duration.ofMinutes(Long.parseLong(arguments[3]))));
            Outcome outcome = campaign.look();
            String report = outcome.report(campaign.blows, campaign.erased.size());
            System.out.println(report);
            Files.writeString(
                    Path.of(arguments[4]),
                    "# Kafka campaign, %s, %s%n%n%d blows in %d min. Java %s, Kafka %s (one broker, KRaft), %s, %d processors.%n%nCommand: `%s`%n%n%s"
                            .formatted(
                                    postgres ? "two nodes on PostgreSQL" : "one node on the embedded store",
                                    LocalDate.now(),
                                    done,
                                    Duration.between(began, Instant.now()).toMinutes(),
                                    Runtime.version(),
                                    kafkaVersion(),
                                    postgres ? "PostgreSQL 17" : "SQLite",
                                    Runtime.getRuntime().availableProcessors(),
                                    Campaigns.command(),
                                    report));
            System.exit(outcome.clean() ? 0 : 1);
        } finally {
            campaign.nodes.forEach(node -> node.process().destroyForcibly());
            campaign.broker.close();
        }
    }
}
