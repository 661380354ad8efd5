package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server refuses is told in the language of the page: each sentence that the sources have has words of its own. */
class RefusalsIT {

    private static final String MODULE =
            """
            import { refusal } from './assets/refusals.js';
            window.refusal = refusal;
            window.ready = true;
            """;
    /** Refusals of what a page sends wrongly, which no person can do. */
    private static final Pattern OF_PROGRAMS = Pattern.compile(".*\".*");

    private static final Pattern REFUSED = Pattern.compile(
            "new (?:Refused\\(\\s*(?:Refused\\.)?Kind\\.\\w+,|NotRemembered\\()\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"|[\\w.]+(?:\\(\\))?|\\s*\\+\\s*)+)\\)");
    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[\\w.]+(?:\\(\\))?");

    @Test
    void everySentenceOfTheServerHasWordsInChinese() {
        List<String> sentences = sentences();
        assertThat(sentences).hasSizeGreaterThan(25).contains("The time to decide has passed.");

        try (PageParts parts = new PageParts()) {
            Page page = parts.page(Locale.SIMPLIFIED_CHINESE, "", MODULE);
            Map<String, String> unsaid = new TreeMap<>();
            for (String sentence : sentences) {
                String said = (String) page.evaluate("(text) => window.refusal(text)", sentence);
                if (said.contains(sentence) || !said.matches(".*\\p{IsHan}.*") || said.contains("{")) {
                    unsaid.put(sentence, said);
                }
            }
            assertThat(unsaid).isEmpty();
        }
    }

    @Test
    void numbersAreKeptAndWhatHasNoWordsIsSaidAsItIs() {
        try (PageParts parts = new PageParts()) {
            Page chinese = parts.page(Locale.SIMPLIFIED_CHINESE, "", MODULE);
            assertThat(chinese.evaluate("() => refusal('The text has 40000 characters; the maximum is 32000.')"))
                    .isEqualTo("文字有 40,000 个字符，最多允许 32,000 个。");
            assertThat(chinese.evaluate("() => refusal('nlu/stock.yml, line 3: no intent')"))
                    .isEqualTo("请求未被接受（nlu/stock.yml, line 3: no intent）");

            Page english = parts.page(Locale.ENGLISH, "", MODULE);
            assertThat(english.evaluate("() => refusal('The time to decide has passed.')"))
                    .isEqualTo("The time to decide has passed.");
        }
    }

    private static List<String> sentences() {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/clda"))) {
            List<String> found = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                REFUSED.matcher(Files.readString(file)).results().forEach(made -> found.add(sentence(made.group(1))));
            }
            return found.stream()
                    .filter(sentence -> sentence.contains(" "))
                    .filter(sentence -> !OF_PROGRAMS.matcher(sentence).matches())
                    .distinct()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The literals, with a number for whatever stands between them. */
    private static String sentence(String expression) {
        Matcher parts = PART.matcher(expression);
        StringBuilder sentence = new StringBuilder();
        while (parts.find()) {
            sentence.append(parts.group(1) == null ? "7" : parts.group(1).replace("\\\"", "\""));
        }
        return sentence.toString();
    }
}
