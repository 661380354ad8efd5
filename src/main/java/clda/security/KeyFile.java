package clda.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file that holds a secret key, readable only by its owner. It is created only once: if several processes start at the same
 * time, even on several machines that share the file system, one of them creates the file and all use its content.
 */
public final class KeyFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyFile() {}

    /**
     * The content of the file, which is created first if it does not exist.
     *
     * @param fresh creates the content of a new file; called only if the file does not exist
     * @throws UncheckedIOException if it can be neither read nor created
     */
    public static String at(Path file, Supplier<String> fresh) {
        try {
            // A dangling symbolic link does not count as a missing file.
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file, fresh.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key at " + file, e);
        }
    }

    /** Puts other content into the place of the file, in one step, readable only by its owner. */
    public static void replace(Path file, String text) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new", OWNER_ONLY);
        try {
            write(draft, text, StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            sync(directory);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Creates the file with its whole content, in one step that never replaces an existing file. */
    private static void make(Path file, String text) throws IOException {
        Path directory = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new", OWNER_ONLY);
        try {
            write(draft, text, StandardOpenOption.WRITE);
            try {
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException e) {
                return;
            } catch (UnsupportedOperationException | FileSystemException e) {
                makeWithoutLinks(file, text);
            }
            sync(directory);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * For file systems without hard links. A process that reads the file while it is being written finds a truncated key, and
     * its start is refused this once.
     */
    static void makeWithoutLinks(Path file, String text) throws IOException {
        try {
            Files.createFile(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        write(file, text, StandardOpenOption.WRITE);
    }

    private static void write(Path file, String text, StandardOpenOption... how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, how)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Makes the directory entry, and not only the content of the file, survive a power failure. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (FileSystemException e) {
            // Some systems cannot open a directory; there it is left to the file system.
        }
    }
}
