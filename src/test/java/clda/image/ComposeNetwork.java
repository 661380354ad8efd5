package clda.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network {@code nodes} of {@code compose.yaml}, in a network and among mounts of this process alone: containers have their
 * addresses, and everything else has one together, with the names that Compose would give.
 */
final class ComposeNetwork {

    /** The address of everything that is no container here. */
    static final String SERVICES = "10.89.70.2";

    private static final String INSIDE = "CLDA_COMPOSE_INSIDE";
    private static final Map<String, String> NODES =
            new TreeMap<>(Map.of("node1", "10.89.70.11", "node2", "10.89.70.12"));

    private final Path hosts;
    private final Process names;

    private ComposeNetwork(Path hosts, Process names) {
        this.hosts = hosts;
        this.names = names;
    }

    /** Whether this process has been put inside by {@link #inside}. */
    static boolean isInside() {
        return System.getenv(INSIDE) != null;
    }

    /** Runs a class with the same class path and the same properties inside, where all ports are free. */
    static int inside(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--mount",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""),
                main.getName()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
        builder.environment().put(INSIDE, "yes");
        return builder.start().waitFor();
    }

    /** @param further names of {@link #SERVICES} */
    static ComposeNetwork make(Path work, List<String> further) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost clda\n");
        NODES.forEach((name, address) ->
                lines.append(address).append(' ').append(name).append('\n'));
        further.forEach(name -> lines.append(SERVICES).append(' ').append(name).append('\n'));
        Path hosts = Files.writeString(work.resolve("hosts"), lines);
        Path resolver = Files.writeString(work.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
        Command.output("mount", "--bind", hosts.toString(), "/etc/hosts");
        Command.output(
                "mount",
                "--bind",
                resolver.toString(),
                Path.of("/etc/resolv.conf").toRealPath().toString());
        Command.output("mount", "-t", "tmpfs", "tmpfs", "/run");
        ip("link", "set", "lo", "up");
        ip("link", "add", "nodes", "type", "bridge");
        ip("addr", "add", SERVICES + "/24", "dev", "nodes");
        ip("link", "set", "nodes", "up");
        for (Map.Entry<String, String> node : NODES.entrySet()) {
            ip("netns", "add", node.getKey());
            ip("link", "add", "to-" + node.getKey(), "type", "veth", "peer", "name", "eth0", "netns", node.getKey());
            ip("link", "set", "to-" + node.getKey(), "master", "nodes");
            ip("link", "set", "to-" + node.getKey(), "up");
            ip("-n", node.getKey(), "link", "set", "lo", "up");
            ip("-n", node.getKey(), "addr", "add", node.getValue() + "/24", "dev", "eth0");
            ip("-n", node.getKey(), "link", "set", "eth0", "up");
        }
        Process names = new ProcessBuilder(
                        "dnsmasq",
                        "--keep-in-foreground",
                        "--no-resolv",
                        "--local-ttl=1",
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--user=root",
                        "--pid-file=")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dnsmasq.log").toFile())
                .start();
        return new ComposeNetwork(hosts, names);
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("ip"));
        line.addAll(List.of(arguments));
        Command.output(line.toArray(String[]::new));
    }

    Path hosts() {
        return hosts;
    }

    void end() {
        names.destroy();
    }
}
