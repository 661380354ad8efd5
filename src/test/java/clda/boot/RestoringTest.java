package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.AuditTrail;
import clda.conversation.Turn;
import clda.effects.EffectClass;
import clda.kit.Clda;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of one database that nobody has completed yet. */
class RestoringTest {

    @TempDir
    Path dataDir;

    private SeEngine.Options options(ScriptedModel model) {
        return new SeEngine.Options(dataDir, model)
                .tools(RecordingTool.needingApproval("transfer", EffectClass.AT_MOST_ONCE));
    }

    private static JpaWrite restored(int number) {
        return entities -> entities.createNativeQuery("insert into store_restored"
                        + " (number, backup_at, restored_at, epoch, state, looks) values (?1, 1, 1, 1, 'pending', 0)")
                .setParameter(1, number)
                .executeUpdate();
    }

    @Test
    void ofTwoThatAreCompletedTogetherEachTellsWhatItHasEnded() {
        // Given a turn that waits, in a database that was restored twice
        Clda before = Clda.opens(options(new ScriptedModel().callsTool("transfer", "{}")));
        assertThat(before.says("transfer it").state()).isEqualTo(Turn.State.AWAITING_APPROVAL);
        before.crashes();
        try (SeEngine engine = options(new ScriptedModel()).open()) {
            engine.store().write(List.of(restored(101), restored(102)));

            // When
            new Restoring(engine.store(), engine.engine(), engine.audit(), Clock.systemUTC()).complete();

            // Then
            assertThat(engine.audit().newest("default", null, null, 50))
                    .map(AuditTrail.Kept::entry)
                    .filteredOn(entry -> entry.action().equals("store.restored"))
                    .map(entry -> entry.details().get("turns"))
                    .containsExactly("0", "1");
        }
    }
}
