package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import clda.boot.ModelSettings.Model;
import clda.boot.ModelSettings.Provider;
import clda.llm.ModelProfile.Capability;
import clda.llm.ModelRequest.Purpose;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration says of models. Every complaint names the property. */
class ModelSettingsTest {

    @TempDir
    Path dir;

    private static ModelSettings settings(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return ModelSettings.from(new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .build());
    }

    private static void refused(String because, String... properties) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(properties))
                .withMessageContaining(because);
    }

    @Test
    void withNothingThereIsNoModel() {
        assertThat(settings().models()).isEmpty();
    }

    @Test
    void exportedNamesChooseTheProvider() {
        assertThat(settings("ANTHROPIC_API_KEY", "k").models().getFirst().provider())
                .isEqualTo(Provider.ANTHROPIC);
        assertThat(settings("OPENAI_API_KEY", "k").models().getFirst().provider())
                .isEqualTo(Provider.OPENAI);
        Model ollama = settings("OLLAMA_HOST", "0.0.0.0").models().getFirst();
        assertThat(ollama.provider()).isEqualTo(Provider.OLLAMA);
        assertThat(ollama.baseUrl()).isEqualTo(URI.create("http://127.0.0.1:11434"));
    }

    @Test
    void everyFormOfOllamasVariableIsUnderstood() {
        assertThat(settings("OLLAMA_HOST", ":11434").models().getFirst().baseUrl())
                .hasToString("http://127.0.0.1:11434");
        assertThat(settings("OLLAMA_HOST", "::1").models().getFirst().baseUrl()).hasToString("http://[::1]:11434");
        assertThat(settings("OLLAMA_HOST", " ").models()).isEmpty();
        assertThat(settings("clda.llm.provider", "ollama", "OLLAMA_HOST", " my_gpu ")
                        .models()
                        .getFirst()
                        .baseUrl())
                .hasToString("http://my_gpu:11434");
    }

    @Test
    void aWordInPlaceOfAKeyIsSentButIsNoSecret() {
        for (String word : List.of("x", "none", "EMPTY", "ollama")) {
            Model model = settings("clda.llm.base-url", "http://gpu:8000", "clda.llm.api-key", word)
                    .models()
                    .getFirst();

            assertThat(model.apiKey()).isEqualTo(word);
            assertThat(model.secret()).isEmpty();
        }
        assertThat(settings("OPENAI_API_KEY", "sk-very-secret")
                        .models()
                        .getFirst()
                        .secret())
                .hasValue("sk-very-secret");
    }

    @Test
    void whoLoadsModelsOrThinksMuchIsWaitedForLonger() {
        Model ollama = settings("clda.llm.provider", "ollama").models().getFirst();
        assertThat(ollama.patience().loading()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings("clda.llm.provider", "openai")
                        .models()
                        .getFirst()
                        .patience()
                        .loading())
                .isZero();

        ModelSettings thinking = settings("clda.llm.provider", "openai", "clda.llm.effort", "high");
        assertThat(thinking.models().getFirst().patience().firstToken()).isEqualTo(Duration.ofSeconds(60));
        assertThat(thinking.turn(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(6));
        assertThat(settings(
                                "clda.llm.provider",
                                "openai",
                                "clda.llm.effort",
                                "high",
                                "clda.llm.first-token-timeout",
                                "PT7S")
                        .models()
                        .getFirst()
                        .patience()
                        .firstToken())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void severalModelsHaveNamesOrdersAndPrices() {
        ModelSettings settings = settings(
                "clda.llm.models", "smart, cheap",
                "clda.llm.smart.provider", "anthropic",
                "clda.llm.smart.model", "claude-opus",
                "clda.llm.smart.price.input", "5",
                "clda.llm.smart.price.output", "25",
                "clda.llm.cheap.provider", "ollama",
                "clda.llm.cheap.base-url", "http://gpu:11434",
                "clda.llm.cheap.capabilities", "tools",
                "clda.llm.cheap.context-tokens", "8192",
                "clda.llm.title", "cheap",
                "clda.llm.first-token-timeout", "PT7S",
                "clda.llm.cheap.first-token-timeout", "PT30S");

        assertThat(settings.models()).extracting(Model::name).containsExactly("smart", "cheap");
        assertThat(settings.orders()).containsEntry(Purpose.TITLE, List.of("cheap"));
        Model cheap = settings.models().getLast();
        assertThat(cheap.profile().capabilities()).containsExactly(Capability.TOOLS);
        assertThat(cheap.patience().firstToken()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.models().getFirst().patience().firstToken()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.estimate().dearest().output()).isEqualByComparingTo("25");
    }

    @Test
    void thePresetIsThatOfTheAddressUntilOneIsNamed() throws IOException {
        String own = Files.writeString(dir.resolve("own.yaml"), "acme:\n  like: mistral\n")
                .toString();

        assertThat(preset("clda.llm.base-url", "https://api.openai.com/v1")).isEqualTo("openai");
        assertThat(preset("clda.llm.base-url", "http://gpu:8000/v1")).isEqualTo("compatible");
        assertThat(preset("clda.llm.base-url", "http://gpu:8000/v1", "clda.llm.preset", "vllm"))
                .isEqualTo("vllm");
        assertThat(preset("clda.llm.base-url", "http://a/v1", "clda.llm.preset", "acme", "clda.llm.presets", own))
                .isEqualTo("acme");
        assertThat(preset("OLLAMA_HOST", "gpu")).isEqualTo("ollama-chat");
        refused("clda.llm.preset is one of", "clda.llm.provider", "openai", "clda.llm.preset", "nobody");
        refused("clda.llm.preset: mistral is for", "clda.llm.provider", "ollama", "clda.llm.preset", "mistral");
        refused("clda.llm.presets: ", "clda.llm.provider", "openai", "clda.llm.presets", "/no/such/file");
    }

    private static String preset(String... properties) {
        return settings(properties).models().getFirst().preset().name();
    }

    @Test
    void complaintsNameTheProperty() {
        refused("clda.llm.provider is one of", "clda.llm.provider", "gemini");
        refused("clda.llm.smart.provider is not set", "clda.llm.models", "smart");
        refused("clda.llm.models names a model twice", "clda.llm.models", "a,a", "clda.llm.a.provider", "ollama");
        refused(
                "clda.llm.title names b",
                "clda.llm.models",
                "a",
                "clda.llm.a.provider",
                "ollama",
                "clda.llm.title",
                "b");
        refused("clda.llm.capabilities lists", "clda.llm.provider", "ollama", "clda.llm.capabilities", "magic");
        refused("clda.llm.price must not be negative", "clda.llm.provider", "ollama", "clda.llm.price.input", "-1");
        refused("clda.llm.context-tokens", "clda.llm.provider", "ollama", "clda.llm.context-tokens", "100");
        refused("clda.llm.base-url is not an address", "clda.llm.provider", "openai", "clda.llm.base-url", "ftp://x");
        refused("clda.llm.rest must be at least", "clda.llm.provider", "openai", "clda.llm.rest", "PT0S");
    }

    @Test
    void theKeyIsNotPrinted() {
        assertThat(settings("OPENAI_API_KEY", "sk-very-secret").toString()).doesNotContain("sk-very-secret");
    }
}
