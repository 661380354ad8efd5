package clda.nlu.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;

/** The file of one tenant's labelled sentences, to which examples are added one by one. */
public final class LabelledFile {

    private static final String NAME = "labelled.yml";
    private static final String TENANTS = "tenants";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** One lock for all files: labelling is rare. */
    private static final ReentrantLock ADDING = new ReentrantLock();

    /** Opens the file of a tenant. */
    @FunctionalInterface
    public interface Of {
        LabelledFile tenant(String tenant);
    }

    private final Path file;

    /** @param directory the directory of the server's training data */
    public LabelledFile(Path directory, String tenant) {
        this.file = directory(directory, tenant).resolve(NAME);
    }

    /** The directory of a tenant's training data; different tenants have different directories. */
    public static Path directory(Path directory, String tenant) {
        StringBuilder name = new StringBuilder();
        for (byte unit : tenant.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit == '-';
            name.append(plain ? String.valueOf((char) unit) : "_%02x".formatted(unit));
        }
        return directory.resolve(TENANTS).resolve(name.toString());
    }

    /**
     * Adds an example.
     *
     * @param text the sentence; values may be marked as in other examples
     * @throws TrainingError if it cannot be used as an example
     */
    public void add(String intent, String text) {
        ADDING.lock();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String before = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8)
                    : "# Sentences that were labelled at the workbench.\nversion: \"3.1\"\nnlu:\n";
            // A JSON string is also a YAML string.
            String after = before + "- intent: " + JSON.writeValueAsString(intent) + "\n  examples:\n  - text: "
                    + JSON.writeValueAsString(text) + "\n";
            TrainingYaml.read(NAME, after);
            Path next = file.resolveSibling(NAME + ".next");
            Files.writeString(next, after, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("an example could not be added to " + file, e);
        } finally {
            ADDING.unlock();
        }
    }
}
