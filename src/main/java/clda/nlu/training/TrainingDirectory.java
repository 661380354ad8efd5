package clda.nlu.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The operator's own training data: the YAML files of a directory, ordered by name. */
public final class TrainingDirectory {

    private static final int LARGEST_FILE = 5_000_000;

    private TrainingDirectory() {}

    /** @throws TrainingError if a file cannot be used */
    public static TrainingData read(Path directory) {
        TrainingData all = TrainingData.NOTHING;
        for (File file : files(directory)) {
            all = all.and(TrainingYaml.read(file.name(), file.content()));
        }
        return all;
    }

    /** The slots, forms and responses in the same files. */
    public static Domain domain(Path directory) {
        Domain all = Domain.NOTHING;
        for (File file : files(directory)) {
            all = all.and(DomainYaml.read(file.name(), file.content()));
        }
        return all;
    }

    private record File(String name, String content) {}

    private static List<File> files(Path directory) {
        List<File> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sorted = files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                String name = String.valueOf(file.getFileName());
                all.add(new File(name, content(file, name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the training data in " + directory + " cannot be read", e);
        }
        return all;
    }

    private static String content(Path file, String name) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new TrainingError(name, 1, "longer than " + LARGEST_FILE + " bytes");
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new TrainingError(name, 1, "not in UTF-8");
        }
    }
}
