package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.audit.Anchor;
import clda.audit.AnchorFile;
import clda.audit.AuditTrail.Position;
import clda.conversation.ConversationHead;
import clda.kit.Clda;
import clda.kit.MovableClock;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.jpa.JpaWrite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a database is not taken for the database, and what was erased is registered outside it. */
class RestoredCopyTest {

    private static final Path ANCHORS = Path.of("audit-anchors");

    @TempDir
    Path dataDir;

    private TestDatabase database;
    private SeEngine engine;
    private final ScriptedModel model = new ScriptedModel();

    @BeforeEach
    void start() {
        database = TestDatabase.embedded(dataDir);
        engine = new SeEngine.Options(dataDir, model)
                .tools(RecordingTool.doing(
                        "mail", clda.effects.EffectClass.AT_MOST_ONCE, context -> RecordingTool.ok()))
                .database(database)
                .open()
                .start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void run(String sql) {
        engine.store()
                .write((JpaWrite) entities -> entities.createNativeQuery(sql).executeUpdate());
    }

    @Test
    void aDatabaseInUseIsAccepted() {
        assertThatCode(() -> RestoredCopy.refuseUnmarked(database.dataSource())).doesNotThrowAnyException();
    }

    @Test
    void aCopyOutOfABackupIsRefusedWithASentence() {
        run("delete from store_in_use");

        assertThatThrownBy(() -> RestoredCopy.refuseUnmarked(database.dataSource()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(StartGuard.REFUSING)
                .hasMessageContaining("clda-restore");
    }

    @Test
    void aDatabaseWithoutAnEntryThatWasAnchoredIsOlder() {
        // Given
        model.callsTool("mail", "{}").answersWith("Sent.");
        Clda.begins(engine).says("mail bob");
        Anchor end = engine.audit().end().orElseThrow();
        Anchor later =
                new Anchor(new Position(end.position().epoch(), end.position().number() + 1), end.digest());

        // Then
        assertThatCode(() -> RestoredCopy.refuseOlder(engine.store(), Optional.empty(), ANCHORS))
                .doesNotThrowAnyException();
        assertThatCode(() -> RestoredCopy.refuseOlder(engine.store(), Optional.of(end), ANCHORS))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RestoredCopy.refuseOlder(engine.store(), Optional.of(later), ANCHORS))
                .hasMessageStartingWith(StartGuard.REFUSING)
                .hasMessageContaining("the database is older than this node");

        // And once it is marked as restored, that is why
        run("insert into store_restored (number, backup_at, restored_at, epoch, state, looks) values (1, 0, 0, 1000000,"
                + " 'completed', 0)");
        assertThatCode(() -> RestoredCopy.refuseOlder(engine.store(), Optional.of(later), ANCHORS))
                .doesNotThrowAnyException();
    }

    @Test
    void theLastAnchorIsFoundAgain() {
        AnchorFile file = new AnchorFile(dataDir.resolve("anchors"));
        assertThat(file.last()).isEmpty();
        Anchor first = new Anchor(new Position(1, 5), "0".repeat(64));
        Anchor second = new Anchor(new Position(1, 9), "1".repeat(64));

        file.keep(first);
        file.keep(second);

        assertThat(new AnchorFile(dataDir.resolve("anchors")).last()).contains(second);
    }

    @Test
    void anErasureIsRegisteredInTheTransactionThatErases() throws IOException {
        Path file = dataDir.resolve("somewhere/erasures");
        Instant now = Instant.parse("2026-11-28T03:00:00Z");
        ErasureRegister register = new ErasureRegister(file, new MovableClock(now));

        for (String id : new String[] {"c1", "c2"}) {
            ConversationHead head = ConversationHead.begun(id, "default", "alice", "secret", now);
            register.withErasure(head).forEach(write -> engine.store().write((JpaWrite) write));
        }

        assertThat(Files.readString(file)).isEqualTo("2026-11-28T03:00:00Z c1\n2026-11-28T03:00:00Z c2\n");
    }

    @Test
    void whatCannotBeRegisteredIsNotErased() {
        ErasureRegister register = new ErasureRegister(dataDir, new MovableClock(Instant.EPOCH));
        ConversationHead head = ConversationHead.begun("c1", "default", "alice", null, Instant.EPOCH);

        assertThatThrownBy(() -> register.withErasure(head)
                        .forEach(write -> engine.store().write((JpaWrite) write)))
                .hasMessageContaining("cannot be registered");
    }
}
