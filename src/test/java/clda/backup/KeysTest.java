package clda.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.security.KeyCheck;
import clda.security.KeyRing;
import clda.security.KeyRing.Damaged;
import clda.security.tink.TinkKeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key is changed in two steps, between which every node can read what any other writes. */
class KeysTest {

    private static final byte[] HERE = {1};

    @TempDir
    Path dataDir;

    private Path file;
    private KeyRing before;

    @BeforeEach
    void make() {
        file = dataDir.resolve("keys/master-key.json");
        before = TinkKeyRing.at(file);
    }

    private void run(String step) throws IOException {
        Keys.run(new String[] {step, "--data-dir", dataDir.toString()}, Map.of());
    }

    @Test
    void nodesOfBothStepsReadEachOther() throws IOException {
        byte[] old = before.shared().seal(HERE, HERE);
        int oldVersion = before.newDataKey("c").keyVersion();

        run("--add");
        KeyRing added = TinkKeyRing.at(file);
        run("--promote");
        KeyRing promoted = TinkKeyRing.at(file);

        byte[] fresh = promoted.shared().seal(HERE, HERE);
        assertThat(promoted.shared().open(old, HERE)).isEqualTo(HERE);
        assertThat(added.shared().open(fresh, HERE)).isEqualTo(HERE);
        assertThat(added.newDataKey("c").keyVersion()).isEqualTo(oldVersion);
        assertThat(promoted.newDataKey("c").keyVersion()).isNotEqualTo(oldVersion);
        assertThatThrownBy(() -> before.shared().open(fresh, HERE)).isInstanceOf(Damaged.class);
    }

    @Test
    void aDatabaseOfTheOldKeyAcceptsTheNewOne() throws IOException {
        byte[] check = KeyCheck.of(before);

        run("--add");
        run("--promote");

        assertThat(KeyCheck.fits(TinkKeyRing.at(file), check)).isTrue();
    }

    @Test
    void stepsInTheWrongOrderAreRefused() throws IOException {
        assertThatThrownBy(() -> run("--promote")).isInstanceOf(Refusal.class).hasMessageContaining("add another");
        run("--add");
        assertThatThrownBy(() -> run("--add")).isInstanceOf(Refusal.class).hasMessageContaining("promote it first");
    }

    @Test
    void onlyItsOwnerReadsTheFileAndNothingElseIsLeft() throws IOException {
        run("--add");

        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(dataDir.resolve("keys")).isDirectoryContaining("glob:**master-key.json");
        try (var all = Files.list(dataDir.resolve("keys"))) {
            assertThat(all).hasSize(1);
        }
    }
}
