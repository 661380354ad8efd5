package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file in {@code src/main/java} has more than 400 lines, and at most one in fifty has more than 300. */
class ClassSizesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final int LONG = 300;
    private static final int TOO_LONG = 400;
    private static final int ONE_IN = 50;

    @TempDir
    Path folder;

    private static List<Path> longerThan(int lines, Path sources) throws IOException {
        try (Stream<Path> all = Files.walk(sources)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> linesOf(file) > lines)
                    .toList();
        }
    }

    private static long linesOf(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noFileIsTooLong() throws IOException {
        assertThat(longerThan(TOO_LONG, SOURCES)).isEmpty();
    }

    @Test
    void fewFilesAreLong() throws IOException {
        int all = longerThan(0, SOURCES).size();

        assertThat(all).isGreaterThan(100);
        assertThat(longerThan(LONG, SOURCES)).hasSizeLessThanOrEqualTo(all / ONE_IN);
    }

    @Test
    void aLongFileIsFound() throws IOException {
        Path planted = folder.resolve("Planted.java");
        Files.write(
                planted, IntStream.rangeClosed(0, LONG).mapToObj(line -> "//").toList());

        assertThat(longerThan(LONG, folder)).containsExactly(planted);
        assertThat(longerThan(LONG + 1, folder)).isEmpty();
    }
}
