package clda.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the server refuses is told in the language of the page: each sentence that the sources have has words of its own. */
class RefusalWordsTest {

    private static final Path SOURCES = Path.of("src/main/java/clda");
    /** Those whose problems a page can meet. */
    private static final List<String> PACKAGES = List.of("web", "dialogue", "memory");
    /** No page calls these, or only who runs the proxy can do something about them. */
    private static final Set<String> FOR_PROGRAMS = Set.of(
            "DeadLettersResource.java",
            "ForwardedHeader.java",
            "GuardedRequest.java",
            "IdempotencyFilter.java",
            "LoginResource.java",
            "Proxies.java",
            "ReleaseResource.java");
    /** About names in JSON, methods, media types or metrics: no person at a page can cause them. */
    private static final Pattern OF_PROGRAMS = Pattern.compile(
            ".*\".*|Method not allowed\\.|None of the accepted media types .*|The body must be application/json\\.|.*clda\\.web\\.metrics.*");

    private static final String LITERAL = "\"(?:[^\"\\\\]++|\\\\.)*+\"";
    private static final Pattern REFUSED = Pattern.compile(
            "(?:(?:new (?:Refused|NotRemembered|TooMuch|ApiProblem)|ProblemJson\\.\\w+|\\bproblem)\\(|static final String \\w+ =)(?:[^;\"]++|"
                    + LITERAL + ")*+;|switch \\(status\\) \\{(?:[^}\"]++|" + LITERAL + ")*+\\}");
    private static final Pattern EXPRESSION =
            Pattern.compile(LITERAL + "(?:\\s*\\+\\s*(?:" + LITERAL + "|[\\w.]+(?:\\(\\w*\\))?))*");
    private static final Pattern PART = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|[\\w.]+(?:\\(\\w*\\))?");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d+)}");
    private static final Pattern KNOWN = Pattern.compile("\\[/(.+)/, '([\\w.-]+)'\\]");

    @Test
    void everySentenceThatAPageCanShowHasWordsInChinese() throws IOException {
        // Given the sentences that the page knows, and its texts in Chinese
        Map<Pattern, String> known = KNOWN.matcher(Files.readString(Path.of("src/main/webapp/assets/refusals.js")))
                .results()
                .collect(Collectors.toMap(found -> Pattern.compile(found.group(1)), found -> found.group(2)));
        Properties texts = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of("src/main/resources/clda/web/faces/texts_zh_CN.properties"))) {
            texts.load(file);
        }

        // When the sentences of the server are looked up
        Set<String> sentences = sentences();
        Set<String> unsaid = sentences.stream()
                .filter(sentence -> known.entrySet().stream()
                        .filter(one -> one.getKey().matcher(sentence).find())
                        .noneMatch(one -> isWhole(texts.getProperty(one.getValue(), ""), one.getKey())))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then each has words
        assertThat(sentences)
                .hasSizeGreaterThan(60)
                .contains(
                        "The time to decide has passed.",
                        "There is no user of that name who may decide this.",
                        "You are sending too many images at once.");
        assertThat(unsaid).isEmpty();
    }

    /** Whether a text is Chinese, and has no place for a number that the sentence does not give. */
    private static boolean isWhole(String text, Pattern sentence) {
        int numbers = sentence.matcher("").groupCount();
        return text.matches("(?s).*\\p{IsHan}.*")
                && PLACE.matcher(text).results().allMatch(place -> Integer.parseInt(place.group(1)) < numbers);
    }

    private static Set<String> sentences() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")
                                && !FOR_PROGRAMS.contains(path.getFileName().toString()))
                        .toList()) {
                    REFUSED.matcher(Files.readString(file))
                            .results()
                            .flatMap(refused ->
                                    EXPRESSION.matcher(refused.group()).results())
                            .map(RefusalWordsTest::sentence)
                            .filter(sentence -> sentence.matches("[A-Z].*\\.")
                                    && !OF_PROGRAMS.matcher(sentence).matches())
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** The literals, with a number for whatever stands between them. */
    private static String sentence(MatchResult expression) {
        return PART.matcher(expression.group())
                .results()
                .map(part -> part.group(1) == null ? "7" : part.group(1).replace("\\\"", "\""))
                .collect(Collectors.joining());
    }
}
