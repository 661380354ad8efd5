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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file that holds a secret key, readable only by its owner. It is made once: of any number of starts at the same moment, on
 * however many machines that share the file system, one makes it, and all go on with what is in the file.
 */
public final class KeyFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private KeyFile() {}

    /**
     * What is in the file, which is made first if it is not there.
     *
     * @param fresh makes what a new file is to hold; asked only if there is none
     * @throws UncheckedIOException if it can be neither read nor made
     */
    public static String at(Path file, Supplier<String> fresh) {
        try {
            // A link that leads nowhere is not a file that is missing.
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                make(file, fresh.get());
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the key at " + file, e);
        }
    }

    /** Makes the file with all that it holds, in one step that never replaces another's. */
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
     * For file systems where a file has one name only. Whoever reads while it is being written finds a key that is cut off,
     * and is refused for this once.
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

    /** So that the name survives a loss of power as well as what it stands for. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (FileSystemException e) {
            // Some systems cannot open a directory; there the file system has to see to it.
        }
    }
}
