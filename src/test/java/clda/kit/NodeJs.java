package clda.kit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of the page, run by Node.js where it is installed. */
public final class NodeJs {

    private static final int OLDEST = 20;
    private static final long MAX_SECONDS = 180;

    private NodeJs() {}

    /** What a program has said, and how it ended. */
    public record Ended(int status, String said) {}

    /** Skips the test, and says why, where there is no Node.js or one that is too old. */
    public static void assumeInstalled() throws IOException, InterruptedException {
        assumeThat(version())
                .as("Node.js %d or later is installed (this is its version, 0 for none)", OLDEST)
                .isGreaterThanOrEqualTo(OLDEST);
    }

    private static int version() throws IOException, InterruptedException {
        try {
            Matcher version = Pattern.compile("v(\\d+)\\..*")
                    .matcher(run("node", "--version").said().strip());
            return version.matches() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException notThere) {
            return 0;
        }
    }

    /**
     * Runs a program in the project's directory.
     *
     * @throws IOException if there is no such program
     */
    public static Ended run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    public static Ended run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("node", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                        .forEach(ProcessHandle::destroyForcibly);
                throw new IllegalStateException(command + " has not ended:\n" + Files.readString(log));
            }
            return new Ended(process.exitValue(), Files.readString(log));
        } finally {
            Files.delete(log);
        }
    }
}
