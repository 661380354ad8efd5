package clda.web.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the comments of a record or enumeration say of it, and of its components or constants. */
final class Javadocs {

    private static final Path SOURCES = Path.of("src/main/java");

    private Javadocs() {}

    /** By component or constant; of the record or enumeration itself by the empty name. */
    static Map<String, String> of(Class<?> type) throws IOException {
        String source = source(type);
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
        if (type.isEnum()) {
            constants(source, type, texts);
        }
        return texts;
    }

    /** What is in two types of a file by the same name is looked for in its own. */
    private static String source(Class<?> type) throws IOException {
        String source =
                Files.readString(SOURCES.resolve(type.getNestHost().getName().replace('.', '/') + ".java"));
        Class<?> around = type.getEnclosingClass();
        return around == null || around == type.getNestHost()
                ? source
                : source.substring(source.indexOf("record " + around.getSimpleName() + "("));
    }

    private static void constants(String source, Class<?> type, Map<String, String> texts) {
        int start = source.indexOf("enum " + type.getSimpleName() + " ");
        if (start >= 0) {
            Matcher constant = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(\\w+)", Pattern.DOTALL)
                    .matcher(source.substring(start, source.indexOf('}', start)));
            while (constant.find()) {
                texts.put(constant.group(2).toLowerCase(Locale.ROOT), plain(constant.group(1)));
            }
        }
    }

    private static String plain(String comment) {
        return comment.replaceAll("(?m)^\\s*\\*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
