package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory belongs to one process, and gives it its name. */
class NodeNameTest {

    @TempDir
    Path dataDir;

    @Test
    void theNameIsTheSameAfterARestart() {
        String before;
        try (NodeName name = NodeName.in(dataDir, new RandomIds())) {
            before = name.get();
        }

        try (NodeName name = NodeName.in(dataDir, new RandomIds())) {
            assertThat(name.get()).isEqualTo(before);
        }
    }

    @Test
    void aDirectoryThatIsInUseIsRefusedAndNamed() {
        try (NodeName first = NodeName.in(dataDir, new RandomIds())) {
            assertThatThrownBy(() -> NodeName.in(dataDir, new RandomIds()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("clda.data-dir");
            assertThat(first.get()).isNotBlank();
        }
    }
}
