package clda.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The name of this node, kept in its data directory, which no other process uses at the same time: whoever comes back under a
 * name knows that the one before is dead, and takes over at once.
 */
public final class NodeName implements AutoCloseable {

    private final FileChannel channel;
    private final String name;

    private NodeName(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Reads the name, or makes one.
     *
     * @param ids makes names that no other node has
     * @throws IllegalStateException if another process uses the directory
     */
    public static NodeName in(Path dataDir, Supplier<String> ids) {
        Path file = dataDir.resolve("node");
        try {
            Files.createDirectories(dataDir);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException(
                        "clda.data-dir=" + dataDir.toAbsolutePath() + " is used by another process");
            }
            String known = Files.readString(file).strip();
            if (known.isEmpty()) {
                known = ids.get();
                Files.writeString(file, known);
            }
            return new NodeName(channel, known);
        } catch (IOException e) {
            throw new UncheckedIOException("the node's name cannot be kept in " + file, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public String get() {
        return name;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the node's name cannot be given back", e);
        }
    }
}
