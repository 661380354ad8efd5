package clda.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The description of the socket's messages names what the code sends. */
class AsyncApiTest {

    @Test
    void everyEventIsNamedAndNoOther() throws IOException {
        List<String> named = Files.readAllLines(Path.of("docs/asyncapi.yaml")).stream()
                .map(String::strip)
                .filter(line -> line.matches("- [a-z]+\\.[a-z]+"))
                .map(line -> line.substring(2))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .map(EventType::publicName)
                        .toList());
    }
}
