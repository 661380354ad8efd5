package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be set about traces, and what is said of what is wrong. */
class TraceSettingsTest {

    @TempDir
    Path folder;

    private static TraceSettings with(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return TraceSettings.from(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build());
    }

    @Test
    void withoutAnEndpointTracesAreOff() {
        TraceSettings settings = with();

        assertThat(settings.address()).isEmpty();
        assertThat(settings.callers()).isEmpty();
        assertThat(settings.passedOn()).isFalse();
    }

    @Test
    void headersAreReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Bearer a:b\n\nX-Scope-OrgID: 7\n");

        TraceSettings settings = with(
                "clda.traces.endpoint", "https://collector/v1/traces", "clda.traces.headers-file", file.toString());

        assertThat(settings.headers())
                .containsExactly(Map.entry("Authorization", "Bearer a:b"), Map.entry("X-Scope-OrgID", "7"));
    }

    @Test
    void whatIsWrongIsNamedAndNoSecretTold() throws IOException {
        Path secret = Files.writeString(folder.resolve("headers"), "s3cret-token\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("clda.traces.endpoint", "collector:4317"))
                .withMessageStartingWith("clda.traces.endpoint");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("clda.traces.ratio", "2"))
                .withMessage("clda.traces.ratio must be from 0 to 1, not 2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("clda.traces.callers", "10.0.0.0/8,gateway"))
                .withMessageStartingWith("clda.traces.callers: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("clda.traces.headers-file", secret.toString()))
                .withMessage("clda.traces.headers-file: line 1 of " + secret + " is not of the form Name: value");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        with("clda.traces.headers-file", folder.resolve("none").toString()))
                .withMessageContaining("cannot be read");
    }
}
