package clda.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import clda.conversation.EventType;
import clda.conversation.RecordedEvent;
import clda.conversation.ServerFold;
import clda.json.Json;
import clda.kit.NodeJs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page folds the events of a conversation by itself. What it makes of them has to be what the server makes of them, behind
 * each event, and also when the conversation is read from its end. Not tried where there is no Node.js.
 */
class TranscriptTest {

    @TempDir
    Path directory;

    @Test
    void thePageMakesOfEveryJournalWhatTheServerMakesOfIt() throws IOException, InterruptedException {
        NodeJs.assumeInstalled();
        JsonNode found = compared(Journals.all());

        System.out.printf(
                "%d journals, %d states, read from the end in %d ways%n",
                found.path("journals").asInt(),
                found.path("compared").asInt(),
                found.path("readBack").asInt());
        assertThat(found.path("differences")).map(JsonNode::asText).isEmpty();
        assertThat(found.path("journals").asInt()).isGreaterThan(Journals.MADE_BY_CHANCE + Journals.SMALL_ACTS);
        assertThat(found.path("events"))
                .map(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                        .map(EventType::publicName)
                        .toList());
    }

    private JsonNode compared(Map<String, List<RecordedEvent>> journals) throws IOException, InterruptedException {
        Path file = directory.resolve("journals.jsonl");
        try (Writer lines = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, List<RecordedEvent>> journal : journals.entrySet()) {
                lines.write(ServerFold.of(journal.getKey(), journal.getValue()) + "\n");
            }
        }
        NodeJs.Ended ended = NodeJs.run("node", "src/test/js/fold.js", file.toString());
        assertThat(ended.status()).as(ended.said()).isZero();
        return Json.MAPPER.readTree(ended.said());
    }
}
