package clda.boot;

import clda.conversation.Companion;
import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The ids of the conversations that were erased, one per line after the time, in a file outside the database: a restored backup
 * would bring them back otherwise. Written before the erasure is committed; an erasure that cannot be registered does not take
 * place.
 */
final class ErasureRegister implements Companion {

    private final Path file;
    private final Clock clock;

    ErasureRegister(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        return List.of();
    }

    @Override
    public List<Write> withErasure(ConversationHead head) {
        return List.of((JpaWrite) entities -> register(head.id()));
    }

    private void register(String conversationId) {
        String line = clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + conversationId + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the erasure cannot be registered in " + file, e);
        }
    }
}
