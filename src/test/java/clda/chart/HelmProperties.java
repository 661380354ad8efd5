package clda.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The properties of the server as the documents name them; {@code <scope>} in one stands for a word. */
public final class HelmProperties {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String ANY_MODEL = "clda.llm.<name>";

    private HelmProperties() {}

    /** Those of README's table, and of what it refers to: the properties of a model, and the limits. */
    public static List<String> documented() {
        return Stream.of(ofReadme(), ofModels(), ofLimits())
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static List<String> ofReadme() {
        return cells("README.md", "## Configure it").stream()
                .flatMap(cell -> complete(codes(cell)).stream())
                .filter(name -> !name.contains("…"))
                .map(name -> name.replaceAll("=.*", ""))
                .toList();
    }

    private static List<String> ofModels() {
        List<String> all = new ArrayList<>();
        for (String cell : cells("docs/models.md", "| property of a model | default | |")) {
            for (String name : complete(codes(cell))) {
                all.add("clda.llm." + name);
                all.add(ANY_MODEL + "." + name);
            }
        }
        CODE.matcher(read("docs/models.md"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.matches("clda\\.llm\\.[a-z-]+"))
                .forEach(all::add);
        return all;
    }

    private static List<String> ofLimits() {
        return CODE.matcher(read("docs/security.md"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.matches("clda\\.(rate|at-once)\\.[a-z]+\\.[a-z]+"))
                .toList();
    }

    /** The first cells of the table's rows after a line. */
    private static List<String> cells(String file, String after) {
        return read(file)
                .lines()
                .dropWhile(line -> !line.equals(after))
                .skip(1)
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| ")[0])
                .toList();
    }

    private static List<String> codes(String text) {
        return CODE.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(code -> code.replace("`", ""))
                .toList();
    }

    /** {@code clda.mail.host}, {@code .port}: the second has the beginning of the first. */
    private static List<String> complete(List<String> names) {
        List<String> all = new ArrayList<>();
        String first = "";
        for (String name : names) {
            if (name.startsWith(".")) {
                all.add(first.substring(0, first.lastIndexOf('.')) + name);
            } else {
                first = name;
                all.add(name);
            }
        }
        return all;
    }

    /** A document without its blocks of code. */
    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).replaceAll("(?s)```.*?```", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
