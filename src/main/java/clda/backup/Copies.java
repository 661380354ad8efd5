package clda.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Copies files to places where there are none, and can take away again what it has made. */
final class Copies {

    private final Deque<Path> made = new ArrayDeque<>();

    /** Copies a file, if it is there. */
    void file(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to);
            made.push(to);
        }
    }

    /** Copies what is in a directory, if it is there, without the links in it. */
    void tree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Path root = from.toRealPath();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                directory(to.resolve(root.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    file(file, to.resolve(root.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Makes a file of these lines, if there are any. */
    void lines(List<String> lines, Path to) throws IOException {
        if (!lines.isEmpty()) {
            Files.createFile(to);
            made.push(to);
            Files.write(to, lines, StandardCharsets.US_ASCII);
            Synced.file(to);
        }
    }

    private void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                directory(parent);
            }
            Files.createDirectory(directory);
            made.push(directory);
        }
    }

    /** Takes away what was made. */
    void undo() throws IOException {
        while (!made.isEmpty()) {
            Files.deleteIfExists(made.pop());
        }
    }
}
