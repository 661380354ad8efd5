package clda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class NamesInDocumentsTest {

    private static final Pattern QUOTED = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern TESTS = Pattern.compile("\\b[A-Z]\\w*(?:Test|IT|Contract)\\b");
    private static final Pattern METHOD = Pattern.compile("([A-Z]\\w*)\\.([a-z]\\w*)");
    private static final Pattern OPTION = Pattern.compile("-D.*|\\$\\{.*");

    private static List<Path> files;
    private static String events;

    @BeforeAll
    static void look() throws IOException {
        files = new ArrayList<>();
        for (String folder : List.of("src", "server-config")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.forEach(files::add);
            }
        }
        events = Files.readString(Path.of("docs/asyncapi.yaml"));
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** Whether there is a file, a folder, a package, a class, a method of a class, or an event of this name. */
    private static boolean isThere(String quoted) throws IOException {
        String name = quoted.replaceFirst("^@", "");
        for (Path file : files) {
            if (file.endsWith(name)
                    || file.endsWith(name.replace('.', '/'))
                    || file.endsWith(name.replace('.', '/') + ".java")
                    || METHOD.matcher(name).matches() && hasMethod(file, name)) {
                return true;
            }
        }
        return events.contains("const: " + name + "\n");
    }

    private static boolean hasMethod(Path file, String name) throws IOException {
        String[] parts = name.split("\\.");
        return file.endsWith(parts[0] + ".java") && Files.readString(file).contains(" " + parts[1] + "(");
    }

    private static List<String> testsThatAreMissing(String text) {
        return quoted(text).stream()
                .flatMap(name -> TESTS.matcher(name).results().map(MatchResult::group))
                .filter(test ->
                        files.stream().noneMatch(file -> file.startsWith("src/test") && file.endsWith(test + ".java")))
                .toList();
    }

    @Test
    void whatTheArchitectureNamesIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : quoted(Files.readString(Path.of("docs/architecture.md")))) {
            if (!OPTION.matcher(name).matches() && !isThere(name)) {
                missing.add(name);
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void testsThatDocumentsNameAreThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String folder : List.of("docs", "src/adr")) {
            try (Stream<Path> pages = Files.list(Path.of(folder))) {
                for (Path page :
                        pages.filter(each -> each.toString().endsWith(".md")).toList()) {
                    testsThatAreMissing(Files.readString(page)).forEach(test -> missing.add(page + ": " + test));
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void aNameOfNothingIsSeen() throws IOException {
        assertThat(isThere("Agent.walk")).isFalse();
        assertThat(isThere("clda.nothing")).isFalse();
        assertThat(isThere("turn.lost")).isFalse();
        assertThat(testsThatAreMissing("as `NoSuchTest` and `ModulesTest` show"))
                .containsExactly("NoSuchTest");
    }
}
