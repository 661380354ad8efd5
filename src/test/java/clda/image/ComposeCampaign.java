package clda.image;

import clda.campaign.Campaigns;
import clda.image.Container.Surroundings;
import clda.kit.AnyCertificate;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * Starts what {@code compose.yaml} describes, as far as that is possible without an engine: the nodes from the image, with the
 * environment, the secrets, the mounts and the rights that it gives them; PostgreSQL, Redis, Kafka, haproxy and Prometheus as programs
 * of this machine, with its files. Grafana and the mail server are left out.
 */
public final class ComposeCampaign {

    private static final String SERVER = "https://chat.example.com:8443";
    private static final String SENTENCE = "what can you do?";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(?::-([^}]*))?}");
    private static final List<String> HEALTH = List.of("/usr/bin/java", "@/clda/health");
    private static final int TERMINATED = 143;

    private final Image image;
    private final Path work;
    private final Path root;
    private final Path folder;
    private final ComposeFile compose = ComposeFile.read();
    private final Map<String, String> variables = new TreeMap<>(ComposeFile.exampleEnvironment());
    private final StringBuilder report = new StringBuilder();

    private ComposeCampaign(Image image) throws IOException {
        this.image = image;
        this.work = Files.createDirectories(Path.of("target/compose-campaign")).toAbsolutePath();
        this.root = work.resolve("root");
        this.folder = work.resolve("compose");
    }

    /** @param values the image; turns in each part; where the report goes */
    public static void main(String[] values) throws Exception {
        String hindrance = Container.hindrance();
        if (!hindrance.isEmpty()) {
            throw new IllegalStateException("nothing was started: " + hindrance);
        }
        if (!ComposeNetwork.isInside()) {
            int status =
                    ComposeNetwork.inside(ComposeCampaign.class, values[0], values[1], values[2], Campaigns.command());
            if (status != 0) {
                throw new IllegalStateException("ended with status " + status);
            }
            return;
        }
        ComposeCampaign campaign = new ComposeCampaign(Image.of(Path.of(values[0])));
        campaign.line("# What compose.yaml describes, " + LocalDate.now());
        campaign.line("The nodes are started from the image (" + values[0]
                + "), with the environment, the secrets, the mounts, the user "
                + "and the read-only root that compose.yaml gives them, in namespaces of Linux; PostgreSQL, Redis, Kafka, haproxy and "
                + "Prometheus are programs of this machine with the files that compose.yaml mounts. There is no engine, no limit of "
                + "memory and processors, no Grafana and no mail server. The machine did other work at the same time. Command: `"
                + values[3] + "`.");
        campaign.run(Integer.parseInt(values[1]));
        Files.writeString(Path.of(values[2]), campaign.report);
    }

    private void line(String text) {
        report.append(text).append("\n\n");
        System.out.println(text);
    }

    private void run(int turns) throws Exception {
        Command.output("rm", "-rf", work.toString());
        Files.createDirectories(work);
        image.unpack(root);
        Command.output("cp", "-r", ComposeFile.FOLDER.toString(), folder.toString());
        Files.copy(folder.resolve("example.env"), folder.resolve(".env"));
        secrets();
        ComposeNetwork network = ComposeNetwork.make(
                work,
                List.of(
                        "postgres",
                        "redis",
                        "kafka",
                        "prometheus",
                        "alertmanager",
                        "router",
                        "grafana",
                        "mail",
                        "chat.example.com"));
        ComposeServices services = new ComposeServices(work, folder);
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(AnyCertificate.context())
                .build()) {
            services.start();
            trial(network, services, client, turns);
        } finally {
            services.end();
            network.end();
        }
    }

    /** As the script does it with an engine, whose part is done by a container of ours; and an account. */
    private void secrets() throws IOException, InterruptedException {
        Path data = volume("first");
        try (Container first =
                Container.start(image, root, Surroundings.alone(data), image.command(), work.resolve("first.log"))) {
            first.ready(HEALTH);
            require(first.stop() == TERMINATED, "the first start ends");
        }
        line(Command.output(folder.resolve("secrets.sh").toString(), data.toString())
                .strip());
        Files.writeString(
                folder.resolve("secrets/accounts/accounts"),
                Command.output(
                        "bash",
                        "-c",
                        "printf alice-demo | \"$0\" -cp \"$1\" clda.security.accounts.AccountFile alice default user",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path")));
    }

    private Path volume(String name) throws IOException {
        Path volume = Files.createDirectory(work.resolve(name + ".data"));
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwxrwxrwx"));
        return volume;
    }

    private Container node(String name, ComposeNetwork network, Path data) throws IOException {
        Map<?, ?> service = compose.services().get(name);
        Map<String, String> environment = new TreeMap<>();
        ComposeFile.environment(service).forEach((variable, value) -> environment.put(variable, filledIn(value)));
        // Half of the 1,536 MB that the engine would allow.
        environment.merge("JAVA_TOOL_OPTIONS", " -Xmx768m", String::concat);
        Map<String, Path> mounts = new TreeMap<>();
        ComposeFile.files(service)
                .forEach((seen, file) -> mounts.put(
                        seen,
                        file.startsWith(ComposeFile.SECRETS)
                                ? folder.resolve(ComposeFile.FOLDER.relativize(file))
                                : file));
        ComposeFile.mountedSecrets(service)
                .forEach((secret, file) -> mounts.put(
                        "/run/secrets/" + file,
                        folder.resolve(String.valueOf(
                                        compose.secrets().get(secret).get("file")))
                                .normalize()));
        mounts.put("/etc/hosts", network.hosts());
        List<String> command = new ArrayList<>(image.entrypoint());
        command.addAll(ComposeFile.texts(service, "command"));
        return Container.start(
                image,
                root,
                new Surroundings(data, environment, mounts, name),
                command,
                work.resolve(name + "-" + System.nanoTime() + ".log"));
    }

    private String filledIn(String value) {
        Matcher matcher = VARIABLE.matcher(value);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(
                variables.getOrDefault(found.group(1), found.group(2) == null ? "" : found.group(2))));
    }

    private void trial(ComposeNetwork network, ComposeServices services, HttpClient client, int turns)
            throws Exception {
        Path data1 = volume("node1");
        Path data2 = volume("node2");
        Container node1 = node("node1", network, data1);
        Container node2 = node("node2", network, data2);
        try {
            Duration first = node1.ready(HEALTH);
            Duration second = node2.ready(HEALTH);
            line("Both nodes started at once, on an empty database: ready after " + first.toSeconds() + " and "
                    + second.toSeconds() + " s.");
            require(node1.writable().equals(List.of("/data", "/tmp")), "a node writes to /data and /tmp alone");
            services.router();
            Awaitility.await("the router")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> status(client, "/"), status -> status > 0 && status < 400);
            line(turns + " turns by the router, without a cookie, so that each request goes to the other node: "
                    + failed(client, turns) + " failed.");
            line("Kafka has " + published() + " events, read by TLS.");
            long connected = Command.output("redis-cli", "-h", "redis", "client", "list")
                    .lines()
                    .filter(line -> line.contains("addr=10.89.70.1"))
                    .count();
            require(connected >= 2, "both nodes are at Redis");
            line("Redis has " + connected + " connections of the nodes.");
            Awaitility.await("Prometheus").atMost(Duration.ofMinutes(2)).until(() -> scraped(client) == 2);
            line("Prometheus reads the metrics of both nodes, with the token.");
            services.kill("redis");
            services.kill("kafka");
            line("Redis and Kafka killed, " + turns + " turns: " + failed(client, turns) + " failed.");
            node1.kill();
            line("node1 killed, " + turns + " turns at once: " + failed(client, turns) + " failed.");
            node1 = node("node1", network, data1);
            line("node1 started again: ready after " + node1.ready(HEALTH).toSeconds() + " s.");
            long since = System.nanoTime();
            require(node2.stop() == TERMINATED, "node2 ends with " + TERMINATED);
            line("node2 ended " + Duration.ofNanos(System.nanoTime() - since).toSeconds() + " s after SIGTERM, of the "
                    + compose.services().get("node2").get("stop_grace_period") + " that it has; " + turns + " turns: "
                    + failed(client, turns) + " failed.");
        } finally {
            node1.close();
            node2.close();
        }
    }

    private static int failed(HttpClient client, int turns) throws InterruptedException {
        int failed = 0;
        for (int turn = 0; turn < turns; turn++) {
            try {
                if (OneTurn.reply(client, SERVER, SENTENCE).isBlank()) {
                    failed++;
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
                failed++;
            }
        }
        return failed;
    }

    private static int status(HttpClient client, String path) throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(SERVER + path)).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static long scraped(HttpClient client) throws IOException, InterruptedException {
        String targets = client.send(
                        HttpRequest.newBuilder(URI.create("http://prometheus:9090/api/v1/targets"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return Pattern.compile("\"health\":\"up\"").matcher(targets).results().count();
    }

    /** As a reader of the topic sees them. */
    private int published() throws IOException {
        Properties reading = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve("kafka-client.properties"))) {
            reading.load(file);
        }
        reading.put("bootstrap.servers", variables.get("CLDA_KAFKA_BOOTSTRAP_SERVERS"));
        reading.put("group.id", "campaign");
        reading.put("isolation.level", "read_committed");
        reading.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(variables.get("CLDA_KAFKA_EVENTS_TOPIC")));
            int[] events = new int[1];
            Awaitility.await("events in Kafka").atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofSeconds(1)).forEach(message -> {
                    require(message.value().contains("\"specversion\""), "it is a CloudEvent");
                    events[0]++;
                });
                return events[0] > 0 && consumer.poll(Duration.ofSeconds(1)).isEmpty();
            });
            return events[0];
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("not so: " + what);
        }
    }
}
