package clda.it;

import clda.kit.Ports;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A real haproxy before several nodes, which asks each whether it is ready. */
final class Balancer implements AutoCloseable {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));

    private final Process process;
    private final int port;

    private Balancer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Proxy.isInstalled("haproxy");
    }

    static Balancer before(List<RunningServer> nodes) throws IOException {
        int port = Ports.free();
        StringBuilder configuration = new StringBuilder(
                """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 150s
                    timeout server 150s
                    timeout tunnel 150s
                frontend all
                    bind 127.0.0.1:%d
                    default_backend clda
                backend clda
                    option httpchk GET /health/ready
                    timeout check 5s
                    default-server check inter 500ms fall 2 rise 2 slowstart 15s
                """
                        .formatted(port));
        for (RunningServer node : nodes) {
            configuration
                    .append("    server n")
                    .append(node.port())
                    .append(" 127.0.0.1:")
                    .append(node.port())
                    .append(" port ")
                    .append(node.health("ready").getPort())
                    .append('\n');
        }
        Path folder = Files.createTempDirectory(BUILD.resolve("it").toAbsolutePath(), "balancer-");
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration);
        Process process = new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        Balancer balancer = new Balancer(process, port);
        Awaitility.await("haproxy; see " + folder)
                .atMost(Duration.ofSeconds(30))
                .until(balancer::answers);
        return balancer;
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("haproxy has ended");
        }
        try (Socket connected = new Socket("127.0.0.1", port)) {
            return connected.isConnected();
        } catch (java.net.ConnectException notYet) {
            return false;
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
