package clda.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A secret in a file is the property of the file's name. */
@Isolated("sets properties of the whole process")
class SecretFilesTest {

    private static final String KEY = "clda.secret-files-test.api-key";
    private static final String OTHER = "clda.secret-files-test.other";

    @TempDir
    Path secrets;

    @AfterEach
    void forget() {
        System.clearProperty(KEY);
        System.clearProperty(OTHER);
    }

    @Test
    void theFileOfAPropertyHoldsItsValue() throws IOException {
        Files.writeString(secrets.resolve(KEY), "wry otter\n");
        Files.writeString(secrets.resolve(OTHER), "two\nlines\r\n");

        SecretFiles.take(secrets);

        assertThat(System.getProperty(KEY)).isEqualTo("wry otter");
        assertThat(System.getProperty(OTHER)).isEqualTo("two\nlines");
    }

    @Test
    void aPropertyThatIsSetStays() throws IOException {
        System.setProperty(KEY, "set");
        Files.writeString(secrets.resolve(KEY), "in the file");

        SecretFiles.take(secrets);

        assertThat(System.getProperty(KEY)).isEqualTo("set");
    }

    @Test
    void anEmptyFileIsNoValue() throws IOException {
        Files.writeString(secrets.resolve(KEY), "\n");

        SecretFiles.take(secrets);

        assertThat(System.getProperty(KEY)).isNull();
    }

    @Test
    void otherFilesAreNoneOfItsBusiness() throws IOException {
        Files.writeString(secrets.resolve("java.home"), "elsewhere");
        Files.createDirectory(secrets.resolve("clda.secret-files-test.folder"));
        String home = System.getProperty("java.home");

        SecretFiles.take(secrets);

        assertThat(System.getProperty("java.home")).isEqualTo(home);
        assertThat(System.getProperty("clda.secret-files-test.folder")).isNull();
    }

    @Test
    void aLinkIsFollowedAsKubernetesMakesThem() throws IOException {
        Path data = Files.createDirectory(secrets.resolve("..data"));
        Files.writeString(data.resolve(KEY), "linked");
        Files.createSymbolicLink(secrets.resolve(KEY), Path.of("..data", KEY));

        SecretFiles.take(secrets);

        assertThat(System.getProperty(KEY)).isEqualTo("linked");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path missing = secrets.resolve("missing");

        assertThatThrownBy(() -> SecretFiles.take(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clda.secrets=" + missing + " is no directory that can be read");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithoutWhatIsInIt() throws IOException {
        Files.write(secrets.resolve(KEY), new byte[] {(byte) 0xff, 's', 'e', 'c', 'r', 'e', 't'});

        assertThatThrownBy(() -> SecretFiles.take(secrets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("clda.secrets: " + secrets.resolve(KEY) + " cannot be read");
    }
}
