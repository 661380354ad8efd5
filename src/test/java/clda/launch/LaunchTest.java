package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Before the application server starts: its directory is there, its port is free, or a sentence names the property. */
@Isolated("sets properties of the whole process")
class LaunchTest {

    @TempDir
    Path folder;

    @Test
    void aDirectoryThatIsMissingIsMade() {
        Path missing = folder.resolve("not/there/yet");

        DataDirectory.make(missing);

        assertThat(missing.resolve("README.txt")).content().contains("clda.db");
    }

    @Test
    void aDirectoryThatIsThereKeepsWhatIsInIt() throws IOException {
        Files.writeString(folder.resolve("clda.db"), "data");

        DataDirectory.make(folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("clda.db"));
        }
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "");

        assertThatThrownBy(() -> DataDirectory.make(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clda.data-dir=" + file + " is a file, not a directory");
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path below = Files.writeString(folder.resolve("file"), "").resolve("data");

        assertThatThrownBy(() -> DataDirectory.make(below))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clda.data-dir=" + below + " cannot be created: ");
    }

    @Test
    void aDirectoryInWhichNothingCanBeWrittenIsNamed() {
        // Nobody may write there, whoever asks.
        Path kernel = Path.of("/proc/self");

        assertThatThrownBy(() -> DataDirectory.make(kernel))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clda.data-dir=/proc/self cannot be written to: ");
    }

    @Test
    void whatWasGivenToMavenIsSetUnlessItIsSetAlreadyAndDoesNotStayInAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("given"),
                "clda.launch-test.url=http\\://localhost\nclda.launch-test.set=given\n"
                        + "clda.launch-test.unset=${env.CLDA_UNSET}");
        System.setProperty("clda.launch-test.set", "set");
        System.setProperty("clda.launch-test.unset-too", "${env.CLDA_UNSET}");
        try {
            GivenProperties.clearUnset();
            GivenProperties.take(file);
            GivenProperties.take(file);

            assertThat(System.getProperty("clda.launch-test.url")).isEqualTo("http://localhost");
            assertThat(System.getProperty("clda.launch-test.set")).isEqualTo("set");
            assertThat(System.getProperty("clda.launch-test.unset")).isNull();
            assertThat(System.getProperty("clda.launch-test.unset-too")).isNull();
            assertThat(file).doesNotExist();
        } finally {
            System.clearProperty("clda.launch-test.url");
            System.clearProperty("clda.launch-test.set");
        }
    }

    @Test
    void thePortIsReadFromTheCommandOfEitherServer() {
        assertThat(Listener.port("payara-micro.jar --deploy clda.war --port 8181 --nocluster", ""))
                .hasValue(8181);
        assertThat(Listener.port("payara-micro.jar --deploy clda.war --port 8181", ""))
                .hasValue(8181);
        assertThat(Listener.port("jboss-modules.jar -mp modules", "8282")).hasValue(8282);
        assertThat(Listener.port("payara-micro.jar --deploy clda.war", "")).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Listener.check("127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "clda.port=" + other.getLocalPort() + " cannot be listened on at 127.0.0.1: ");
        }
    }

    @Test
    void aPortThatIsFreeIsLeftFree() throws IOException {
        int port;
        try (ServerSocket chosen = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = chosen.getLocalPort();
        }

        assertThatCode(() -> Listener.check("127.0.0.1", port)).doesNotThrowAnyException();
        assertThatCode(() -> Listener.check("127.0.0.1", port)).doesNotThrowAnyException();
    }

    @Test
    void aLimitOfConnectionsIsANumberOrNone() {
        assertThat(Listener.connections("clda.at-once.connections.address", "2000"))
                .hasValue(2_000);
        assertThat(Listener.connections("clda.at-once.connections.address", "unlimited"))
                .isEmpty();
        for (String wrong : new String[] {"0", "-1", "many", "1.5", "9999999999"}) {
            assertThatThrownBy(() -> Listener.connections("clda.at-once.connections.address", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "clda.at-once.connections.address=" + wrong + " is neither a number above 0 nor unlimited");
        }
    }

    @Test
    void aFormatOfTheLogThatThereIsNotIsNamed() {
        assertThat(LogFormat.known("json")).isEqualTo("json");
        assertThatThrownBy(() -> LogFormat.known("yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clda.log.format must be text or json, not yaml");
    }
}
