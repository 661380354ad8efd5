package clda.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Who gets what answer from one operation, message or page.
 *
 * @param method of HTTP; or the kind of message in capitals; or {@code PAGE}
 * @param expected by {@link Who}, in its order, what is answered
 */
public record AccessRule(String method, String path, String body, List<Integer> expected) {

    /** Who asks. */
    public enum Who {
        NOBODY,
        OWNER,
        PEER,
        APPROVER,
        AUDITOR,
        ADMIN,
        FOREIGN
    }

    /** All of {@code src/test/resources/access/rules.txt}. */
    public static List<AccessRule> all() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/access/rules.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(AccessRule::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AccessRule parse(String line) {
        List<String> parts = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        if (parts.size() != 2 + Who.values().length) {
            throw new IllegalArgumentException("a rule names an answer for everybody: " + line);
        }
        String[] operation = parts.getFirst().split(" ");
        List<Integer> expected =
                parts.subList(2, parts.size()).stream().map(Integer::valueOf).toList();
        return new AccessRule(operation[0], operation[1], parts.get(1), expected);
    }

    /** The operation, whatever its parameters are called. */
    public String key() {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    public boolean changesNothing() {
        return method.equals("GET") || method.equals("PAGE");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
