package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.conversation.ConversationHead;
import clda.conversation.RecordedEvent;
import clda.conversation.jpa.JpaConversationKeys;
import clda.conversation.jpa.JpaConversationStore;
import clda.dialogue.ApprovalBook;
import clda.dialogue.jpa.JpaApprovalBook;
import clda.dialogue.jpa.JpaScheduleBook;
import clda.dialogue.jpa.JpaTaskBook;
import clda.effects.jpa.JpaEffectLedger;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.memory.jpa.JpaFactBook;
import clda.security.SealsRows;
import clda.store.Listed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory as a version without seals has left it, with a talk, an approval that waits, a fact and a reminder. */
class EarlierVersionTest {

    @TempDir
    private Path dataDir;

    private SeEngine engine;
    private JpaConversationStore conversations;
    private JpaApprovalBook approvals;
    private JpaScheduleBook schedules;
    private JpaFactBook facts;
    private List<SealsRows> all;

    @BeforeEach
    void open() throws IOException {
        try (InputStream stored = EarlierVersionTest.class.getResourceAsStream("/earlier/before-seals.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(stored))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = dataDir.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        engine = SeEngine.on(dataDir, TestDatabase.embedded(dataDir));
        conversations = new JpaConversationStore(
                engine.store(),
                new JpaConversationKeys(engine.store(), engine.keyRing(), engine.seals()),
                engine.seals(),
                List.of());
        approvals = new JpaApprovalBook(engine.store(), engine.seals());
        schedules = new JpaScheduleBook(engine.store(), engine.keyRing(), engine.seals());
        facts = new JpaFactBook(engine.store(), engine.keyRing(), engine.seals());
        all = List.of(
                conversations,
                new JpaEffectLedger(engine.store(), engine.seals(), Clock.systemUTC()),
                approvals,
                new JpaTaskBook(engine.store(), engine.seals()),
                schedules,
                facts);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void doesNotStartUntilSomebodySaysThatItIsToBeTrusted() {
        assertThatThrownBy(() -> ExistingRows.seal(all, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clda.security.seal-existing");
    }

    @Test
    void isReadWholeOnceItsRowsAreSealed() {
        // When
        ExistingRows.seal(all, true);

        // Then everything is there, and the next start needs nobody's word
        ConversationHead head =
                conversations.list("default", "alice", null, false, 10).getFirst();
        List<RecordedEvent> events = conversations.read(head, 0, 1_000);
        assertThat(head.title()).isEqualTo("From an earlier version");
        assertThat(events).hasSize((int) head.lastSeq());
        assertThat(approvals
                        .pending(new ApprovalBook.Wanted("default", "alice", false, null), null, 10)
                        .items())
                .noneMatch(Listed::isDamaged)
                .hasSize(1);
        assertThat(schedules.of("default", "alice", null, 10).items()).hasSize(1);
        assertThat(facts.of("default", "alice")).hasSize(1);
        assertThat(engine.damages().all()).isEmpty();
        ExistingRows.seal(all, false);
    }

    @Test
    void isListedWithWhatListsShowOnceItsRowsAreComplete() {
        // Given
        ExistingRows.seal(all, true);

        // When
        conversations.completeRows();

        // Then the list says what the rows did not hold
        ConversationHead head =
                conversations.list("default", "alice", null, false, 10).getFirst();
        assertThat(head.turns()).isPositive();
        assertThat(head.unread()).isFalse();
        assertThat(head.state()).isEqualTo("awaiting_approval");
        assertThat(engine.damages().all()).isEmpty();
    }
}
