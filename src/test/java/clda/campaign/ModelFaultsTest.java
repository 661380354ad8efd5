package clda.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Every fault of a model once in every dialect. Many times: the profile {@code faults}. */
@Isolated("asks models that have only so long to answer")
class ModelFaultsTest {

    @TempDir
    Path dir;

    @Test
    void everyFaultEndsInAnExplicitState() throws Exception {
        ModelFaults.Findings findings = ModelFaults.matrix(dir, 1, 1);

        assertThat(findings.wrong).isEmpty();
        assertThat(findings.runs).isEqualTo(ModelFault.values().length * ModelFaults.Door.values().length);
    }

    @Test
    void noStreamIsWholeBeforeItsEnd() throws Exception {
        assertThat(ModelFaults.everyByte(1, 1).wrong).isEmpty();
    }
}
