package clda.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Properties whose values are in files, one in each, as container engines mount secrets: the file {@code clda.llm.api-key} holds
 * the value of that property. A value in a file is in no environment, which child processes and crash reports would show.
 */
final class SecretFiles {

    static final String PROPERTY = "clda.secrets";

    private static final Pattern NAME = Pattern.compile("(clda|mp)\\.[A-Za-z0-9.-]+");

    private SecretFiles() {}

    /**
     * Sets them as system properties, unless they are already set. A line break at the end of a file is not part of the value.
     * Files with other names, and files in which there is nothing, are left alone.
     *
     * @throws IllegalArgumentException naming the property and the file, if the directory or a file in it cannot be read
     */
    static void take(Path directory) {
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            if (NAME.matcher(name).matches() && System.getProperty(name) == null) {
                String value = value(file);
                if (!value.isBlank()) {
                    System.setProperty(name, value);
                }
            }
        }
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    PROPERTY + "=" + directory.toAbsolutePath() + " is no directory that can be read", e);
        }
    }

    private static String value(Path file) {
        try {
            return Files.readString(file).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new IllegalArgumentException(PROPERTY + ": " + file.toAbsolutePath() + " cannot be read", e);
        }
    }
}
