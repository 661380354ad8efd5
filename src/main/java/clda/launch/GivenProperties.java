package clda.launch;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The properties that were passed to Maven, which does not pass them on to a server that it starts. */
final class GivenProperties {

    /** What Maven makes of an environment variable that is not set. */
    private static final String UNSET = "${env.";

    private GivenProperties() {}

    /** Clears what the command line names and Maven found no value for. */
    static void clearUnset() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> System.getProperty(name, "").startsWith(UNSET))
                .forEach(System::clearProperty);
    }

    /**
     * Sets them as system properties, unless they are already set, and deletes the file, since it may contain secrets.
     *
     * @param file need not exist
     */
    static void take(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        Properties given = new Properties();
        try {
            try (Reader reader = Files.newBufferedReader(file)) {
                given.load(reader);
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read and deleted: " + e.getMessage(), e);
        }
        given.stringPropertyNames().stream()
                .filter(name -> System.getProperty(name) == null)
                .filter(name -> !given.getProperty(name).startsWith(UNSET))
                .forEach(name -> System.setProperty(name, given.getProperty(name)));
    }
}
