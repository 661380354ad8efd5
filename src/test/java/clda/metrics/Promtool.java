package clda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The tool of Prometheus that checks rules and tries them on series; in Debian it comes with {@code prometheus}. */
final class Promtool {

    static final Path RULES = Path.of("server-config/prometheus");

    private static final long MAX_MINUTES = 5;

    private Promtool() {}

    /** Skips the test, and says why, where it is not installed. */
    static void assumeInstalled() {
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool is not installed; Debian's package prometheus brings it");
    }

    /** Fails with what it says if it finds a fault. */
    static void passes(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile("promtool", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            boolean ended = process.waitFor(MAX_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended && process.exitValue() == 0)
                    .as("%s: %s", command, Files.readString(said))
                    .isTrue();
        } finally {
            Files.delete(said);
        }
    }
}
