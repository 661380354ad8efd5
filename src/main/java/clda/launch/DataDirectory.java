package clda.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The directory of the database and the keys. Databases create their files, but not the directory that contains them. */
final class DataDirectory {

    private static final String PROPERTY = "clda.data-dir";

    private DataDirectory() {}

    /**
     * Creates the directory if it does not exist, with a short explanation in it of what it will hold.
     *
     * @throws IllegalArgumentException naming the property, if the directory cannot be created or written to
     */
    static void make(Path directory) {
        Path absolute = directory.toAbsolutePath();
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(PROPERTY + "=" + absolute + " is a file, not a directory");
        }
        try {
            if (Files.notExists(directory)) {
                Files.createDirectories(directory);
                explain(directory);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(PROPERTY + "=" + absolute + " cannot be created: " + reason(e), e);
        }
        try {
            Files.delete(Files.createTempFile(directory, "writable", ""));
        } catch (IOException e) {
            throw new IllegalArgumentException(PROPERTY + "=" + absolute + " cannot be written to: " + reason(e), e);
        }
    }

    private static void explain(Path directory) throws IOException {
        try (InputStream text = DataDirectory.class.getResourceAsStream("README.txt")) {
            Files.copy(Objects.requireNonNull(text, "README.txt"), directory.resolve("README.txt"));
        }
    }

    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
