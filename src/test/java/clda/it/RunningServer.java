package clda.it;

import clda.kit.AnyCertificate;
import clda.kit.Ports;
import clda.security.jwt.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The real WAR on a real server, in a process of its own that can be killed and started again on the same data. The
 * system properties {@code clda.server} (payara, wildfly) and {@code clda.store} (embedded, postgresql) choose what runs.
 */
public final class RunningServer implements AutoCloseable {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));
    private static final Path WAR = Path.of(System.getProperty("clda.war", "target/clda.war"));
    private static final String CHOSEN = System.getProperty("clda.server", "payara");
    private static final String SYSTEM = "/api/v1/system";
    private static final int WRONG_CONFIGURATION = 78;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /**
     * For a server that lives a minute: half the processor time of a start goes into code that is never used again, and a tenth into
     * checking classes, which the starts by Arquillian and as documented do.
     */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private final String name;
    private final Path dataDir;
    private final int port;
    private final int managementPort;
    private final boolean secure;
    private final ServerProduct product;
    private final ServerStore store;
    private final List<String> java;
    private final Path war;
    private Process process;

    private RunningServer(
            String name,
            String product,
            Map<String, String> properties,
            ServerStore store,
            List<String> options,
            Path war) {
        this.name = name;
        this.store = store;
        this.war = war.toAbsolutePath();
        try {
            Files.createDirectories(BUILD.resolve("it"));
            this.dataDir = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), name + "-");
            Files.deleteIfExists(log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.port = Ports.free();
        this.managementPort = Ports.free();
        this.secure = properties.containsKey("clda.tls.certificate");
        this.product = ServerProduct.named(product, BUILD, dataDir.resolve("server"), managementPort);
        this.java = new ArrayList<>(List.of(
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dclda.data-dir=" + dataDir));
        java.add("-Djava.io.tmpdir=" + temporary());
        java.addAll(options);
        properties.forEach((key, value) -> java.add("-D" + key + "=" + value));
        if (options.equals(SHORT_LIVED)) {
            makeTokenKey();
        }
        this.process = launch();
    }

    /** A server that has just been started needs seconds to find the primes of a key; this process has found some before. */
    private void makeTokenKey() {
        Tokens.local(
                dataDir.resolve("keys/token-key.json"), "https://clda.local", Duration.ofHours(1), Clock.systemUTC());
    }

    /** Starts on a free port with a fresh data directory and waits until it answers: not for measuring. */
    public static RunningServer start(String name, Map<String, String> properties) {
        return start(name, properties, ServerStore.chosen());
    }

    /** The same on this store. */
    public static RunningServer start(String name, Map<String, String> properties, ServerStore store) {
        return start(name, properties, store, SHORT_LIVED);
    }

    /** The same on this store, with options for the Java machine. */
    public static RunningServer start(
            String name, Map<String, String> properties, ServerStore store, List<String> options) {
        return start(name, CHOSEN, properties, store, options);
    }

    /** The same on this server: {@code payara} or {@code wildfly}. */
    public static RunningServer start(
            String name, String product, Map<String, String> properties, ServerStore store, List<String> options) {
        return new RunningServer(name, product, properties, store, options, WAR).ready(SYSTEM);
    }

    /** Another WAR on the same server. */
    public static RunningServer startWar(String name, Path war, Map<String, String> properties, String probe) {
        return new RunningServer(name, CHOSEN, properties, ServerStore.chosen(), SHORT_LIVED, war).ready(probe);
    }

    /** Another WAR on the same server, with options for the Java machine. */
    public static RunningServer startWar(String name, Path war, Map<String, String> properties, List<String> options) {
        return new RunningServer(name, CHOSEN, properties, ServerStore.chosen(), options, war).ready(SYSTEM);
    }

    /** Starts one that cannot answer yet: {@link #awaitReady} waits until it does. */
    static RunningServer begin(String name, Map<String, String> properties, ServerStore store) {
        return new RunningServer(name, CHOSEN, properties, store, SHORT_LIVED, WAR);
    }

    /** What a server says that is not to come up: its log, once it has ended. */
    public static String refusal(String name, Map<String, String> properties) {
        try (RunningServer server =
                new RunningServer(name, CHOSEN, properties, ServerStore.chosen(), SHORT_LIVED, WAR)) {
            Awaitility.await("a word from the server; see " + server.log())
                    .atMost(LONGEST_START)
                    .until(() -> !server.process.isAlive());
            if (server.process.exitValue() != WRONG_CONFIGURATION) {
                throw new IllegalStateException("the server ended with " + server.process.exitValue());
            }
            return Files.readString(server.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Servers unpack themselves there, a hundred megabytes and more, and leave it when they are killed. */
    private Path temporary() {
        return dataDir.resolve("tmp");
    }

    private void clear() {
        try {
            if (Files.exists(temporary())) {
                try (Stream<Path> left = Files.walk(temporary())) {
                    for (Path each : left.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        clear();
        ProcessBuilder command = new ProcessBuilder(product.command(java, store, war, port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        command.environment().putAll(store.environment());
        try {
            Files.createDirectories(temporary());
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RunningServer ready(String probe) {
        try {
            Awaitility.await("the server to answer; see " + log())
                    .atMost(LONGEST_START)
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> answers(uri(probe)));
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
        return this;
    }

    void awaitReady() {
        ready(SYSTEM);
    }

    private boolean answers(URI probe) {
        if (!process.isAlive()) {
            throw new IllegalStateException("the server ended; see " + log());
        }
        return status(probe) == 200;
    }

    /** The status that a GET is answered with; 0 if nobody answers. */
    private static int status(URI address) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(AnyCertificate.context())
                .connectTimeout(Duration.ofSeconds(2))
                .build()) {
            return client.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Whether the server says that it can be given requests. */
    public boolean isReady() {
        return status(product.health(port, "ready")) == 200;
    }

    /** Whether the server says that it need not be started again. */
    public boolean isLive() {
        return status(product.health(port, "live")) == 200;
    }

    /** Where the server says how it is: {@code ready} or {@code live}. */
    URI health(String what) {
        return product.health(port, what);
    }

    /** SIGTERM. Does not wait. */
    public void stop() {
        process.destroy();
    }

    /** Waits until the process has ended by itself. */
    public void awaitEnd(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the server has not ended; see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        ready(SYSTEM);
    }

    public URI uri(String path) {
        return URI.create((secure ? "https" : "http") + "://localhost:" + port + path);
    }

    int port() {
        return port;
    }

    /** Where WildFly is administered; nobody listens there on Payara. */
    int managementPort() {
        return managementPort;
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
        clear();
    }
}
