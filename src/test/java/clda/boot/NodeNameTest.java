package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory belongs to one process, and gives it its name. */
class NodeNameTest {

    @TempDir
    Path dataDir;

    @Test
    void theNameIsTheSameAfterARestart() {
        String before;
        try (NodeName name = NodeName.in(dataDir, new RandomIds())) {
            before = name.get();
        }

        try (NodeName name = NodeName.in(dataDir, new RandomIds())) {
            assertThat(name.get()).isEqualTo(before);
        }
    }

    @Test
    void aDirectoryThatIsInUseIsRefusedAndNamed() {
        try (NodeName first = NodeName.in(dataDir, new RandomIds())) {
            assertThatThrownBy(() -> NodeName.in(dataDir, new RandomIds()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("clda.data-dir");
            assertThat(first.get()).isNotBlank();
        }
    }

    @Test
    void anotherProcessIsKeptOut() throws IOException, InterruptedException {
        Path stranger = Files.writeString(
                dataDir.resolve("Stranger.java"),
                """
                import java.nio.channels.FileChannel;
                import java.nio.file.*;
                class Stranger {
                    public static void main(String[] file) throws Exception {
                        try (FileChannel channel = FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE)) {
                            System.exit(channel.tryLock() == null ? 3 : 4);
                        }
                    }
                }
                """);
        try (NodeName name = NodeName.in(dataDir, new RandomIds())) {
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            stranger.toString(),
                            dataDir.resolve("node").toString())
                    .inheritIO()
                    .start();

            assertThat(other.waitFor()).as("3: it is locked").isEqualTo(3);
            assertThat(name.get()).isNotBlank();
        }
    }
}
