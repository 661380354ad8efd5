package clda.audit;

import clda.audit.AuditTrail.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Anchors in an append-only file, one per line; best kept on a disk that the database's administrators cannot change. */
public final class AnchorFile {

    private static final Pattern LINE = Pattern.compile("(\\d{1,18})-(\\d{1,18}) ([0-9a-f]{64})");

    private final Path file;
    private @Nullable Anchor last;

    public AnchorFile(Path file) {
        this.file = file;
    }

    /** Appends the anchor, unless it equals the last one written. */
    public synchronized void keep(Anchor anchor) {
        if (anchor.equals(last)) {
            return;
        }
        String line = anchor.position().epoch() + "-" + anchor.position().number() + " " + anchor.digest() + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + file, e);
        }
        last = anchor;
    }

    /** The anchor that was written last; empty if none was. */
    public Optional<Anchor> last() {
        try (Stream<Anchor> all = all()) {
            return all.reduce((before, next) -> next);
        }
    }

    /** All anchors, read lazily; the caller closes the stream. A last line cut off by a crash is left out. */
    public Stream<Anchor> all() {
        if (!Files.exists(file)) {
            return Stream.empty();
        }
        try {
            return Files.lines(file, StandardCharsets.US_ASCII)
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .map(line -> new Anchor(
                            new Position(Long.parseLong(line.group(1)), Long.parseLong(line.group(2))), line.group(3)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
