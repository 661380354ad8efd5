package clda.web.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comment of a record says of it and of its components. */
final class Javadocs {

    private static final Path SOURCES = Path.of("src/main/java");

    private Javadocs() {}

    /** By component; of the record itself by the empty name. */
    static Map<String, String> of(Class<?> type) throws IOException {
        Class<?> file = Optional.<Class<?>>ofNullable(type.getEnclosingClass()).orElse(type);
        String source = Files.readString(SOURCES.resolve(file.getName().replace('.', '/') + ".java"));
        Matcher comment = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*(?:public )?(?:record|enum) "
                                + type.getSimpleName() + "\\b",
                        Pattern.DOTALL)
                .matcher(source);
        Map<String, String> texts = new TreeMap<>();
        if (comment.find()) {
            String[] parts = comment.group(1).split("@param\\s+");
            texts.put("", plain(parts[0]));
            for (int i = 1; i < parts.length; i++) {
                String[] words = parts[i].split("\\s+", 2);
                texts.put(words[0], plain(words[1]));
            }
        }
        return texts;
    }

    private static String plain(String comment) {
        return comment.replaceAll("(?m)^\\s*\\*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
