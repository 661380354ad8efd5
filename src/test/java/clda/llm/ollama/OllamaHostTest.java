package clda.llm.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaHostTest {

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "localhost,http://localhost:11434",
                "gpu.local,http://gpu.local:11434",
                "my_gpu,http://my_gpu:11434",
                "gpu.local:8080,http://gpu.local:8080",
                ":11434,http://127.0.0.1:11434",
                ":8080,http://127.0.0.1:8080",
                "0.0.0.0,http://127.0.0.1:11434",
                "0.0.0.0:8080,http://127.0.0.1:8080",
                "::,http://[::1]:11434",
                "::1,http://[::1]:11434",
                "[::1],http://[::1]:11434",
                "[::1]:8080,http://[::1]:8080",
                "[::]:8080,http://[::1]:8080",
                "fd00::7,http://[fd00::7]:11434",
                " 10.0.0.7 ,http://10.0.0.7:11434",
                "\"10.0.0.7:1\",http://10.0.0.7:1",
                "http://gpu.local,http://gpu.local:80",
                "https://gpu.local,https://gpu.local:443",
                "http://gpu.local:11434/,http://gpu.local:11434",
                "https://gate.example.com/ollama/,https://gate.example.com:443/ollama",
                "http://0.0.0.0:11434,http://127.0.0.1:11434",
                "gpu.local:notaport,http://gpu.local:11434",
            })
    void everyFormIsUnderstood(String variable, String address) {
        assertThat(OllamaHost.address(variable)).hasToString(address);
    }
}
