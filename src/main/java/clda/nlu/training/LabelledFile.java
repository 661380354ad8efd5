package clda.nlu.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of the training data to which examples are added one by one. */
public final class LabelledFile {

    private static final String NAME = "labelled.yml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    /** @param directory in which the file lies, or will lie */
    public LabelledFile(Path directory) {
        this.file = directory.resolve(NAME);
    }

    /**
     * Adds an example.
     *
     * @param text in which values may be marked as in all examples
     * @throws TrainingError if it cannot be one
     */
    public synchronized void add(String intent, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String before = Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8)
                    : "# Sentences that were labelled at the workbench.\nversion: \"3.1\"\nnlu:\n";
            // A JSON string is one of YAML, too.
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
        }
    }
}
