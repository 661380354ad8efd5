package clda.web.faces;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts of the pages: all there are in both languages, and no key in two bundles. */
class TextsTest {

    private static final Path RESOURCES = Path.of("src/main/resources/clda");
    private static final Pattern USED = Pattern.compile("\\bt\\['([^']+)'\\]");
    private static final Pattern NAMED = Pattern.compile("[\\w.-]+");
    /** The beginning of a key whose end is a value: {@code `state.${call.state}`}, {@code 'page.' + …}. */
    private static final Pattern BEGUN = Pattern.compile("['\"`]([a-zA-Z]+\\.(?:[\\w-]+\\.)*)(?:\\$\\{|['\"])");

    private static Set<String> keys(String bundle) throws IOException {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(RESOURCES.resolve(bundle))) {
            texts.load(file);
        }
        return texts.stringPropertyNames();
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        for (String module : List.of("web/faces", "demo")) {
            assertThat(keys(module + "/texts.properties"))
                    .isNotEmpty()
                    .isEqualTo(keys(module + "/texts_zh_CN.properties"));
        }
    }

    @Test
    void noTextOfTheDemoIsAmongTheServersOwn() throws IOException {
        assertThat(keys("demo/texts.properties")).doesNotContainAnyElementsOf(keys("web/faces/texts.properties"));
    }

    @Test
    void eachTextThatAPageNamesIsThere() throws IOException {
        Set<String> known = new TreeSet<>(keys("web/faces/texts.properties"));
        known.addAll(keys("demo/texts.properties"));
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/webapp"))) {
            for (Path page :
                    files.filter(file -> file.toString().endsWith(".xhtml")).toList()) {
                Matcher named = USED.matcher(Files.readString(page));
                while (named.find()) {
                    used.add(named.group(1));
                }
            }
        }

        assertThat(used).hasSizeGreaterThan(50).isSubsetOf(known);
    }

    @Test
    void eachTextIsNamedSomewhere() throws IOException {
        Set<String> named = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        for (String folder : List.of("src/main/webapp", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.(xhtml|js|java)"))
                        .toList()) {
                    String source = Files.readString(file);
                    NAMED.matcher(source).results().forEach(key -> named.add(key.group()));
                    BEGUN.matcher(source).results().forEach(key -> begun.add(key.group(1)));
                }
            }
        }

        Set<String> unnamed = new TreeSet<>(keys("web/faces/texts.properties"));
        unnamed.addAll(keys("demo/texts.properties"));
        unnamed.removeAll(named);
        unnamed.removeIf(key -> begun.stream().anyMatch(key::startsWith));
        assertThat(unnamed).isEmpty();
    }
}
