package clda.it;

import clda.kit.ListeningSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server that was started by a command of the documents, typed into a shell. */
final class DocumentedStart implements AutoCloseable {

    private static final Path BUILD = Path.of(System.getProperty("clda.build", "target"));
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Process shell;
    private final Path log;

    private DocumentedStart(Process shell, Path log) {
        this.shell = shell;
        this.log = log;
    }

    /** @param port where the application will answer */
    static DocumentedStart of(String name, String command, Path folder, int port) throws IOException {
        Path log = BUILD.resolve("it").resolve(name + ".log").toAbsolutePath();
        Files.createDirectories(log.getParent());
        Path data = Files.createTempDirectory(log.getParent(), name + "-");
        ProcessBuilder shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        command.startsWith("mvn") ? command + " -Dclda.data-dir=" + data.resolve("made") : command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        shell.environment().put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
        DocumentedStart start = new DocumentedStart(shell.start(), log);
        try {
            Awaitility.await("the server to answer; see " + log)
                    .atMost(LONGEST_START)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> start.answersAt(port));
        } catch (RuntimeException e) {
            start.close();
            throw e;
        }
        return start;
    }

    /** The files that the document asks for, in a folder of their own. */
    static Path folderOfTheDocument() throws IOException {
        Path build = BUILD.toAbsolutePath();
        Files.createDirectories(build.resolve("it"));
        Path folder = Files.createTempDirectory(build.resolve("it"), "documented-");
        Files.createSymbolicLink(folder.resolve("clda.war"), build.resolve("clda.war"));
        Files.createSymbolicLink(folder.resolve("payara-micro.jar"), build.resolve("server/payara-micro.jar"));
        Files.createSymbolicLink(folder.resolve("lib"), build.resolve("server-lib"));
        Files.createSymbolicLink(
                folder.resolve("server-config"), Path.of("server-config").toAbsolutePath());
        return folder;
    }

    private boolean answersAt(int port) {
        if (!shell.isAlive()) {
            throw new IllegalStateException("the command ended; see " + log);
        }
        return listening().stream().anyMatch(address -> address.getPort() == port);
    }

    Path log() {
        return log;
    }

    /** By the shell and everything that it has started. */
    Set<InetSocketAddress> listening() {
        Set<InetSocketAddress> all = new HashSet<>();
        try (Stream<ProcessHandle> processes = Stream.concat(Stream.of(shell.toHandle()), shell.descendants())) {
            processes.filter(ProcessHandle::isAlive).forEach(process -> all.addAll(listening(process)));
        }
        return all;
    }

    private static Set<InetSocketAddress> listening(ProcessHandle process) {
        try {
            return ListeningSockets.of(process.pid());
        } catch (UncheckedIOException endedMeanwhile) {
            return Set.of();
        }
    }

    @Override
    public void close() {
        Stream.concat(shell.descendants(), Stream.of(shell.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }
}
