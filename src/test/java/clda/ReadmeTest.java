package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two READMEs say the same things in the same order. */
class ReadmeTest {

    @Test
    void bothHaveTheSameSectionsCommandsAndRows() throws IOException {
        assertThat(shape("README.zh-CN.md")).isEqualTo(shape("README.md"));
    }

    /** Headings by their level, code fences, and rows of tables: what does not depend on the language. */
    private static List<String> shape(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.matches("(#+ |```|\\|).*"))
                .map(line -> line.startsWith("#") ? line.replaceAll("[^#].*", "") : line.startsWith("|") ? "row" : line)
                .toList();
    }
}
