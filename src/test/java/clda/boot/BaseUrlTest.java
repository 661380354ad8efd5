package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import clda.boot.ModelSettings.Provider;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "OPENAI, http://gpu:8000, http://gpu:8000/v1",
        "OPENAI, http://gpu:8000/, http://gpu:8000/v1",
        "OPENAI, http://gpu:8000/v1, http://gpu:8000/v1",
        "OPENAI, http://gpu:8000/v1/, http://gpu:8000/v1",
        "OPENAI, http://my_gpu:8000, http://my_gpu:8000/v1",
        "OPENAI, http://[::1]:8000, http://[::1]:8000/v1",
        "OPENAI, http://gpu:8000/v1/chat/completions, http://gpu:8000/v1",
        "OPENAI, https://gate.example.com/llm/openai, https://gate.example.com/llm/openai",
        "OPENAI, https://open.bigmodel.cn/api/paas/v4/, https://open.bigmodel.cn/api/paas/v4",
        "OPENAI, https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21, https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21",
        "OPENAI_RESPONSES, https://api.openai.com, https://api.openai.com/v1",
        "OPENAI_RESPONSES, https://api.openai.com/v1/responses, https://api.openai.com/v1",
        "ANTHROPIC, https://api.anthropic.com, https://api.anthropic.com",
        "ANTHROPIC, https://api.anthropic.com/v1, https://api.anthropic.com",
        "ANTHROPIC, https://api.anthropic.com/v1/messages, https://api.anthropic.com",
        "ANTHROPIC, https://gate.example.com/claude, https://gate.example.com/claude",
        "OLLAMA, http://gpu:11434/v1, http://gpu:11434",
        "OLLAMA, http://gpu:11434/api, http://gpu:11434",
        "OLLAMA, http://gpu:11434/api/chat/, http://gpu:11434",
        "OLLAMA, https://gate.example.com/ollama, https://gate.example.com/ollama",
    })
    void allWaysToWriteItMeanTheSame(Provider provider, String written, String address) {
        assertThat(BaseUrl.of("clda.llm.base-url", written, provider)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource({
        "http://gpu:8000/v1, http://gpu:8000",
        "https://api.example.com/llm, https://api.example.com/llm/v1",
    })
    void whereNothingIsItMayBeWithOrWithoutTheVersion(String address, String other) {
        assertThat(BaseUrl.other(URI.create(address), Provider.OPENAI)).hasValue(URI.create(other));
        assertThat(BaseUrl.other(URI.create(address), Provider.ANTHROPIC)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu:8000", "http://", "http://a b/", "ftp://gpu", "gpu"})
    void whatIsNoAddressIsRefusedByTheNameOfTheProperty(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BaseUrl.of("clda.llm.smart.base-url", text, Provider.OPENAI))
                .withMessageStartingWith("clda.llm.smart.base-url");
    }
}
