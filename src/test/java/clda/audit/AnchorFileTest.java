package clda.audit;

import static org.assertj.core.api.Assertions.assertThat;

import clda.audit.AuditTrail.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorFileTest {

    @TempDir
    Path dir;

    private static Anchor anchor(long number) {
        return new Anchor(new Position(3, number), "ab".repeat(32));
    }

    @Test
    void whatWasKeptIsThereForTheNextProcess() {
        Path file = dir.resolve("deep/anchors");
        AnchorFile anchors = new AnchorFile(file);
        anchors.keep(anchor(1));
        anchors.keep(anchor(1));
        anchors.keep(anchor(7));

        assertThat(new AnchorFile(file).all()).containsExactly(anchor(1), anchor(7));
    }

    @Test
    void aLineThatACrashCutOffIsLeftOut() throws IOException {
        Path file = dir.resolve("anchors");
        new AnchorFile(file).keep(anchor(1));
        Files.writeString(file, "3-9 abab", StandardOpenOption.APPEND);

        assertThat(new AnchorFile(file).all()).containsExactly(anchor(1));
    }

    @Test
    void noFileMeansNoAnchors() {
        assertThat(new AnchorFile(dir.resolve("none")).all()).isEmpty();
    }
}
