package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.parallel.Isolated;

/** Virtual threads that load classes do not wait for each other for ever. */
@Isolated("sets properties of the whole process")
class CarriersTest {

    private static int runs(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, "target/classes", "target/test-classes"),
                ClassesOneAtATime.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Before Java 24 a virtual thread keeps its carrier when it holds a lock, and Java may give another one. */
    @EnabledForJreRange(minVersion = 24)
    @Test
    void withACarrierForEachProcessorTheyAreStuck() throws IOException, InterruptedException {
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    void withCarriersEnoughTheyGoOn() throws IOException, InterruptedException {
        assertThat(runs("provided")).isZero();
    }

    @Test
    void whatAnOperatorHasSetIsKept() {
        String before = System.getProperty(Carriers.PROPERTY);
        try {
            System.setProperty(Carriers.PROPERTY, "7");
            Carriers.provide();

            assertThat(System.getProperty(Carriers.PROPERTY)).isEqualTo("7");
        } finally {
            if (before == null) {
                System.clearProperty(Carriers.PROPERTY);
            } else {
                System.setProperty(Carriers.PROPERTY, before);
            }
        }
    }
}
