package clda.recording;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conversations that were recorded are the same today. Those in {@code src/test/resources/recordings} are always replayed, and
 * those of the directory {@code -Dclda.recordings} if it is given.
 */
class RecordedConversationsTest {

    @TempDir
    Path dataDir;

    static List<Path> recordings() throws IOException {
        List<Path> directories = new ArrayList<>(List.of(Path.of("src/test/resources/recordings")));
        String others = System.getProperty("clda.recordings");
        if (others != null) {
            directories.add(Path.of(others));
        }
        List<Path> recordings = new ArrayList<>();
        for (Path directory : directories) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".json")).forEach(recordings::add);
            }
        }
        return recordings;
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void aRecordedConversationIsTheSameToday(Path recording) throws IOException {
        assertThat(Replay.differences(Json.MAPPER.readTree(Files.readAllBytes(recording)), dataDir))
                .isEmpty();
    }
}
