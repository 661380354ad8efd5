package clda.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * The name of this node, kept in its data directory, which no other process can use at the same time: a node that restarts
 * under the same name therefore knows that its predecessor is dead, and takes over at once.
 */
public final class NodeName implements AutoCloseable {

    private static final int MAX_BYTES = 1_024;

    private final FileChannel channel;
    private final String name;

    private NodeName(FileChannel channel, String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Reads the name, or creates one.
     *
     * @param ids generates names that no other node has
     * @throws IllegalStateException if another process uses the directory
     */
    public static NodeName in(Path dataDir, Supplier<String> ids) {
        Path file = dataDir.resolve("node");
        try {
            Files.createDirectories(dataDir);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, dataDir.toAbsolutePath());
            // Only through this channel: with POSIX locks, closing any other channel of the same file releases the
            // lock.
            String known = read(channel);
            if (known.isEmpty()) {
                known = ids.get();
                channel.write(StandardCharsets.UTF_8.encode(known), 0);
            }
            return new NodeName(channel, known);
        } catch (IOException e) {
            throw new UncheckedIOException("the node's name cannot be kept in " + file, e);
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MAX_BYTES);
        channel.read(content, 0);
        return StandardCharsets.UTF_8.decode(content.flip()).toString().strip();
    }

    private static void lock(FileChannel channel, Path dataDir) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IllegalStateException("clda.data-dir=" + dataDir + " is used by this process already", e);
        }
        channel.close();
        throw new IllegalStateException(
                StartGuard.REFUSING + ": clda.data-dir=" + dataDir + " is used by another process");
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
