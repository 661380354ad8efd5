package clda.image;

import clda.kit.Postgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/** What the nodes of {@code compose.yaml} work with, as programs of this machine, with the files and the secrets that it mounts. */
final class ComposeServices {

    private final Path work;
    private final Path folder;
    private final Map<String, Process> running = new TreeMap<>();
    private Postgres postgres;

    /** @param folder a copy of that of {@code compose.yaml}, with its secrets */
    ComposeServices(Path work, Path folder) {
        this.work = work;
        this.folder = folder;
    }

    void start() throws IOException, InterruptedException {
        mountSecrets();
        postgres();
        redis();
        kafka();
        prometheus();
    }

    /** Where their configurations look for them. */
    private void mountSecrets() throws IOException {
        Path mounted = Files.createDirectories(Path.of("/run/secrets"));
        ComposeFile compose = ComposeFile.read();
        for (Map<?, ?> service : compose.services().values()) {
            for (Map.Entry<String, String> secret :
                    ComposeFile.mountedSecrets(service).entrySet()) {
                String file =
                        String.valueOf(compose.secrets().get(secret.getKey()).get("file"));
                Files.writeString(mounted.resolve(secret.getValue()), Files.readString(folder.resolve(file)));
            }
        }
    }

    private void postgres() throws IOException {
        Path rights = Files.writeString(
                work.resolve("pg_hba.conf"),
                "local all all trust\nhost all postgres 127.0.0.1/32 trust\nhost clda clda 10.89.70.0/24 scram-sha-256\n");
        postgres = Postgres.start(
                work.resolve("postgres"),
                5432,
                Map.of("listen_addresses", "127.0.0.1," + ComposeNetwork.SERVICES, "hba_file", rights.toString()));
        postgres.run(
                "postgres",
                "create user clda password '" + Files.readString(folder.resolve("secrets/database-password")) + "'");
        postgres.run("postgres", "create database clda owner clda");
    }

    private void redis() throws IOException {
        List<String> line =
                new ArrayList<>(ComposeFile.texts(ComposeFile.read().services().get("redis"), "command"));
        // The image listens on all addresses.
        line.addAll(List.of("--bind", ComposeNetwork.SERVICES, "--protected-mode", "no", "--dir", work.toString()));
        run("redis", line, 6379);
    }

    private void kafka() throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                work.resolve("kafka.properties"),
                Files.readString(folder.resolve("kafka.properties"))
                        .replace("/var/lib/kafka/data", work.resolve("kafka").toString()));
        Path logging = Files.writeString(
                work.resolve("logging.properties"), "handlers = java.util.logging.ConsoleHandler\n.level = WARNING\n");
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.util.logging.config.file=" + logging,
                "-cp",
                System.getProperty("java.class.path"));
        List<String> format = new ArrayList<>(java);
        format.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                configuration.toString()));
        Command.output(format.toArray(String[]::new));
        List<String> broker = new ArrayList<>(java);
        broker.addAll(List.of("kafka.Kafka", configuration.toString()));
        run("kafka", broker, 9092);
    }

    private void prometheus() throws IOException {
        Path configuration = Files.createDirectories(work.resolve("prometheus"));
        Files.copy(folder.resolve("prometheus.yml"), configuration.resolve("prometheus.yml"));
        for (String rules : List.of("clda-recording.yml", "clda-alerts.yml")) {
            Files.copy(Path.of("server-config/prometheus", rules), configuration.resolve(rules));
        }
        run(
                "prometheus",
                List.of(
                        "prometheus",
                        "--config.file=" + configuration.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + work.resolve("prometheus-data"),
                        "--web.listen-address=" + ComposeNetwork.SERVICES + ":9090"),
                9090);
    }

    /** Once the nodes have their names. */
    void router() throws IOException {
        run("router", List.of("/usr/sbin/haproxy", "-db", "-f", "server-config/proxies/haproxy-nodes.cfg"), 8443);
    }

    private void run(String name, List<String> line, int port) throws IOException {
        Path log = work.resolve(name + ".log");
        running.put(
                name,
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start());
        Awaitility.await(name + "; see " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!running.get(name).isAlive()) {
                        throw new IllegalStateException(name + " ended; see " + log);
                    }
                    return listens(port);
                });
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(ComposeNetwork.SERVICES, port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    void kill(String name) throws InterruptedException {
        running.get(name).destroyForcibly().waitFor();
    }

    void end() {
        running.values().forEach(Process::destroyForcibly);
        if (postgres != null) {
            postgres.close();
        }
    }
}
