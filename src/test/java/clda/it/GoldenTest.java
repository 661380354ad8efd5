package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of tools, where somebody has added one as the README tells. */
class GoldenTest {

    @Test
    void onlyToolsThatTheKeptAnswersNameAreCompared() throws IOException {
        // Given
        String kept = Files.readString(Path.of("src/test/resources/golden-answers.txt"));
        String tools = kept.lines()
                .dropWhile(line -> !line.equals("### GET /api/v1/tools"))
                .skip(2)
                .findFirst()
                .orElseThrow();

        // When
        String added = tools.replace("{\"items\":[", "{\"items\":[{\"name\":\"in_stock\"},");

        // Then
        assertThat(added).contains("in_stock");
        assertThat(Golden.knownTools(added, kept)).isEqualTo(tools);
        assertThat(Golden.knownTools(tools, kept)).isEqualTo(tools);
    }
}
