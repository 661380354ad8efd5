package clda.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The real WAR on a real Payara Micro, in a process of its own that can be killed and started again on the same data. */
public final class RunningServer implements AutoCloseable {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final String name;
    private final Path dataDir;
    private final int port;
    private final Map<String, String> properties;
    private final List<String> options;
    private final Path war;
    private final String probe;
    private Process process;

    private RunningServer(String name, Map<String, String> properties, List<String> options, Path war, String probe) {
        this.name = name;
        this.options = options;
        this.war = war;
        this.probe = probe;
        this.properties = new LinkedHashMap<>(properties);
        try {
            Files.createDirectories(BUILD.resolve("it"));
            this.dataDir = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), name + "-");
            try (ServerSocket free = new ServerSocket(0)) {
                this.port = free.getLocalPort();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.process = launch();
    }

    /** Starts on a free port with a fresh data directory and waits until it answers. */
    public static RunningServer start(String name, Map<String, String> properties) {
        return start(name, properties, List.of());
    }

    /** The same with options for the Java machine. */
    public static RunningServer start(String name, Map<String, String> properties, List<String> options) {
        RunningServer server = new RunningServer(
                name,
                properties,
                options,
                Path.of(System.getProperty("clda.war", "target/clda.war")),
                "/api/v1/system");
        server.awaitReady();
        return server;
    }

    /** Another WAR on the same server. */
    public static RunningServer startWar(String name, Path war, String probe) {
        RunningServer server = new RunningServer(name, Map.of(), List.of(), war, probe);
        server.awaitReady();
        return server;
    }

    /** What a server says that is not to come up: its log, once it has made up its mind. */
    public static String refusal(String name, Map<String, String> properties) {
        try (RunningServer server = new RunningServer(
                name, properties, List.of(), Path.of(System.getProperty("clda.war", "target/clda.war")), "/")) {
            Awaitility.await("a word from the server; see " + server.log())
                    .atMost(LONGEST_START)
                    .until(() -> Files.readString(server.log()).contains("ready in"));
            return Files.readString(server.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dclda.data-dir=" + dataDir);
        command.addAll(options);
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-jar",
                BUILD.resolve("server/payara-micro.jar").toString(),
                "--deploy",
                war.toString(),
                "--contextRoot",
                "/",
                "--port",
                String.valueOf(port),
                "--nocluster",
                "--addLibs",
                BUILD.resolve("server-lib").toString(),
                "--prebootcommandfile",
                "server-config/payara/pre-boot.asadmin",
                "--postbootcommandfile",
                "server-config/payara/post-boot.asadmin",
                "--postdeploycommandfile",
                "server-config/payara/post-deploy.asadmin"));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        Awaitility.await("the server to answer; see " + log())
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(300))
                .until(this::answers);
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended; see " + log());
        }
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(uri(probe)).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts again on the same data and port. */
    public void startAgain() {
        process = launch();
        awaitReady();
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    public Path dataDir() {
        return dataDir;
    }

    public Path log() {
        return BUILD.resolve("it").resolve(name + ".log");
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }
}
