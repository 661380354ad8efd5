package clda.conversation;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.ImageStore.Stored;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.store.Write;
import clda.store.jpa.JpaWrite;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in a database. */
abstract class JpaImageStoreContract extends ImageStoreContract {

    @TempDir
    Path dataDir;

    private SeEngine engine;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        engine = SeEngine.on(dataDir, database());
    }

    @Override
    ImageStore images() {
        return engine.images();
    }

    @Override
    String conversation() {
        return engine.engine().conversations().create(ALICE, null).id();
    }

    @Override
    void write(Write write) {
        engine.store().write((JpaWrite) write);
    }

    @Override
    void close() {
        engine.close();
    }

    @Test
    void nothingIsPutIntoAConversationThatIsErased() {
        String erased = conversation();
        images().put(erased, new Stored(new ImageRef("i1", "image/png"), new byte[1]), 2);
        engine.engine().conversations().erase(ALICE, erased);

        assertThat(images().put(erased, new Stored(new ImageRef("i2", "image/png"), new byte[1]), 2))
                .isFalse();
        assertThat(images().find(erased, "i1")).isEmpty();
    }
}
