package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;

import clda.boot.ModelSettings.Model;
import clda.kit.ScriptedModelServer;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.http.Address;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Each model is tried when the server starts, by one cheap question. */
@Isolated("asks models that have only so long to answer")
class ModelCheckTest {

    private final ScriptedModelServer server = new ScriptedModelServer();
    private final List<ModelFailure> troubles = new ArrayList<>();
    private Address address = new Address(URI.create("http://nowhere"));

    @AfterEach
    void close() {
        server.close();
    }

    private void check(String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "clda.llm.provider", "openai", "clda.llm.base-url", server.baseUrl(), "clda.llm.model", "scripted-1"));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        Model model = ModelSettings.from(new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(all, "test", 100))
                        .build())
                .models()
                .getFirst();
        address = new Address(model.baseUrl());
        new ModelCheck(model, address, Duration.ofSeconds(1)).run((name, trouble) -> troubles.add(trouble));
    }

    private ModelFailure trouble() {
        assertThat(troubles).hasSize(1);
        return troubles.getFirst();
    }

    @Test
    void aModelThatIsThereIsAskedForOnce() {
        check("clda.llm.api-key", "x");

        assertThat(troubles).isEmpty();
        assertThat(server.asks()).isEqualTo(1);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void everyDialectHasItsQuestion() {
        for (String provider : List.of("openai-responses", "anthropic", "ollama")) {
            check("clda.llm.provider", provider, "clda.llm.base-url", server.address());
        }

        assertThat(troubles).isEmpty();
        assertThat(server.asks()).isEqualTo(3);
    }

    @Test
    void aModelThatTheServerDoesNotHaveIsNamedWithThoseThatItHas() {
        check("clda.llm.model", "gpt-9");

        assertThat(trouble().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(trouble().getMessage())
                .isEqualTo("clda.llm.model=gpt-9 is not among the models of its server: scripted-1");
    }

    @Test
    void ollamasLatestIsWhatHasNoTag() {
        server.listing(wire -> wire.json("{\"models\":[{\"name\":\"qwen3:latest\",\"model\":\"qwen3:latest\"}]}"));

        check("clda.llm.provider", "ollama", "clda.llm.base-url", server.address(), "clda.llm.model", "qwen3");

        assertThat(troubles).isEmpty();
    }

    @Test
    void aKeyThatIsRefusedNamesTheProperty() {
        server.listing(wire -> wire.error(401, "{\"error\":{\"message\":\"Incorrect API key provided: sk-very**\"}}"));

        check("clda.llm.api-key", "sk-very-secret-key");

        assertThat(trouble().reason()).isEqualTo(Reason.DENIED);
        assertThat(trouble().getMessage()).contains("clda.llm.api-key");
        assertThat(trouble().words()).contains("Incorrect API key provided").doesNotContain("sk-very");
    }

    @Test
    void whereNothingListensTheAddressIsNamed() throws IOException {
        server.close();

        check();

        assertThat(trouble().reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(trouble().getMessage()).contains("clda.llm.base-url", server.baseUrl());
    }

    @Test
    void aServerThatIsNotBelowTheVersionIsFoundWithoutIt() {
        List<String> paths = new ArrayList<>();
        server.listing(wire -> {
            paths.add(wire.path());
            if (wire.path().startsWith("/v1")) {
                wire.error(404, "{\"detail\":\"Not Found\"}");
            } else {
                wire.json("{\"data\":[{\"id\":\"scripted-1\"}]}");
            }
        });

        check("clda.llm.base-url", server.address());

        assertThat(troubles).isEmpty();
        assertThat(paths).containsExactly("/v1/models", "/models");
        assertThat(address.get()).hasToString(server.address());
    }

    @Test
    void aPageIsNoListOfModels() {
        server.listing(wire -> wire.json("<html>Welcome</html>"));

        check();

        assertThat(trouble().reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(trouble().getMessage()).contains("clda.llm.base-url");
    }

    @Test
    void whoeverIsSilentIsNotWaitedForLong() {
        server.listing(server.silence());
        long began = System.nanoTime();

        check();

        assertThat(trouble().getMessage()).contains("gave no answer", "clda.llm.base-url");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aServerThatLoadsItsModelHasNoTrouble() {
        server.listing(wire -> wire.error(
                503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}"));

        check();

        assertThat(troubles).isEmpty();
    }

    @Test
    void aDeploymentOfAzureIsAskedAboutAtItsResource() {
        List<String> paths = new ArrayList<>();
        server.listing(wire -> {
            paths.add(wire.path());
            wire.json("{\"data\":[{\"id\":\"gpt-4o-2024-11-20\"}]}");
        });

        check("clda.llm.base-url", server.address() + "/openai/deployments/four?api-version=2024-10-21");

        assertThat(troubles).isEmpty();
        assertThat(paths).containsExactly("/openai/models?api-version=2024-10-21");
    }
}
