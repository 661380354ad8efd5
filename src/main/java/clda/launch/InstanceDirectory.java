package clda.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that an application server changes while it runs. In an image everything else of the server is read-only; what it
 * finds here at its start is a copy of what the image has.
 */
final class InstanceDirectory {

    static final String PROPERTY = "clda.instance-dir";
    static final String TEMPLATE = "clda.instance-template";

    private InstanceDirectory() {}

    /**
     * Copies the template. Files that are already there, from a process that ran before in the same container, are replaced.
     *
     * @throws IllegalArgumentException naming the property, if the copy cannot be written
     */
    static void make(Path directory, Path template) {
        try {
            for (Path each : all(template)) {
                Path copy = directory.resolve(template.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.write(copy, Files.readAllBytes(each));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    PROPERTY + "=" + directory.toAbsolutePath() + " cannot be written to: " + e, e);
        }
    }

    private static List<Path> all(Path template) throws IOException {
        try (Stream<Path> all = Files.walk(template)) {
            return all.toList();
        }
    }
}
