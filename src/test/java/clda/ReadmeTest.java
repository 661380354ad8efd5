package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    @Test
    void whatToTypeStandsInTheReadersLanguageFirst() throws IOException {
        assertThat(firstColumn("README.md", "## What to type")).isNotEmpty().noneMatch(ReadmeTest::isChinese);
        assertThat(firstColumn("README.zh-CN.md", "## 输入什么")).isNotEmpty().allMatch(ReadmeTest::isChinese);
    }

    @Test
    void pagesAreCalledAsOnThePage() throws IOException {
        Properties texts = new Properties();
        for (String bundle : List.of("web/faces", "demo")) {
            try (Reader file =
                    Files.newBufferedReader(Path.of("src/main/resources/clda", bundle, "texts_zh_CN.properties"))) {
                texts.load(file);
            }
        }
        Matcher page = Pattern.compile("“([^”]+)”页面").matcher(Files.readString(Path.of("README.zh-CN.md")));

        assertThat(page.results().map(found -> found.group(1)))
                .hasSizeGreaterThan(3)
                .isSubsetOf(texts.values().stream().map(String::valueOf).toList());
    }

    private static List<String> firstColumn(String file, String heading) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(line -> line.split(" *\\| *")[1])
                .toList();
    }

    private static boolean isChinese(String text) {
        return text.codePoints().anyMatch(point -> Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN);
    }
}
