package clda.llm.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.llm.preset.Preset.Meaning;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What servers need and do, as data. */
class PresetsTest {

    @TempDir
    Path dir;

    private final Presets presets = Presets.builtIn();

    private Presets with(String yaml) throws IOException {
        return Presets.with(Files.writeString(dir.resolve("own.yaml"), yaml));
    }

    @Test
    void aServerIsKnownByItsAddress() {
        assertThat(at("https://api.openai.com/v1")).isEqualTo("openai");
        assertThat(at("https://res.openai.azure.com/openai/v1")).isEqualTo("azure");
        assertThat(at("https://openai.com.example.org/v1")).isEqualTo("compatible");
        assertThat(at("https://notopenai.com/v1")).isEqualTo("compatible");
        assertThat(at("http://gpu.local:8000/v1")).isEqualTo("compatible");
    }

    private String at(String address) {
        return presets.at(URI.create(address), "openai").name();
    }

    @Test
    void aPresetOfOnesOwnNeedsNoCode() throws IOException {
        Preset own = with("acme:\n  like: openai\n  history: {call-ids: '{nine}'}\n  finish: {reasons: {eos: whole}}\n")
                .named("acme");

        assertThat(own.history().callIds()).isEqualTo("{nine}");
        assertThat(own.request().longest()).isEqualTo("max_completion_tokens");
        assertThat(own.finish().of("eos")).isEqualTo(Meaning.WHOLE);
        assertThat(own.finish().of("stop")).isEqualTo(Meaning.WHOLE);
    }

    @Test
    void aPresetThatIsBuiltInCanBeChanged() throws IOException {
        Preset changed = with("openai:\n  request: {stream-options: false}\n").named("openai");

        assertThat(changed.request().streamOptions()).isFalse();
        assertThat(changed.request().cacheKey()).isTrue();
    }

    @Test
    void aReasonThatNobodyKnowsIsABrokenAnswer() {
        assertThat(presets.all()).allSatisfy(preset -> {
            assertThat(preset.finish().of("made_up")).isEqualTo(Meaning.BROKEN);
            assertThat(preset.finish().of("")).isEqualTo(Meaning.BROKEN);
        });
    }

    @Test
    void whatIsWrongWithAFileIsSaid() {
        assertThatThrownBy(() -> with("acme:\n  histroy: {}\n")).hasMessageContainingAll("acme", "histroy");
        assertThatThrownBy(() -> with("acme:\n  like: nobody\n")).hasMessageContainingAll("acme", "nobody");
        assertThatThrownBy(() -> with("acme:\n  like: acme\n")).hasMessageContaining("like itself");
        assertThatThrownBy(() -> with("acme:\n  history: {system-messages: two}\n"))
                .hasMessageContainingAll("acme", "two");
        assertThatThrownBy(() -> with("- acme\n")).hasMessageContaining("not a mapping");
        assertThatThrownBy(() -> with("acme: [\n")).hasMessageContaining("not YAML");
        assertThatThrownBy(() -> Presets.with(dir.resolve("none.yaml"))).hasMessageContaining("none.yaml");
        assertThatThrownBy(() -> presets.named("nobody")).hasMessageContainingAll("compatible", "nobody");
    }
}
