package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.Described;
import clda.kit.DescribedFrames;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was recorded is as it is described, and what is not is noticed. */
class DescribedTest {

    private static final String SETTINGS = "{\"timeZone\":null,\"effectiveTimeZone\":\"Etc/UTC\"}";

    private static List<String> lies(String method, String path, String sent, int status, String received) {
        return Described.api().lies(method, path, sent, status, "application/json", received);
    }

    @Test
    void everyRecordedAnswerIsAsItIsDescribed() throws IOException {
        List<String> lies = new ArrayList<>();
        int asked = 0;
        for (String file : List.of("golden-answers.txt", "golden-answers-with-a-model.txt")) {
            for (String one :
                    Files.readString(Path.of("src/test/resources", file)).split("(?m)^### ")) {
                List<String> lines = one.lines().toList();
                int answered = -1;
                for (int i = 0; i < lines.size() && answered < 0; i++) {
                    answered = lines.get(i).startsWith("=> ") ? i : -1;
                }
                if (answered < 1 || !lines.getFirst().contains(" /")) {
                    continue;
                }
                String[] call = lines.getFirst().split(" ");
                String[] answer = lines.get(answered).split(" ");
                String body = lines.subList(answered + 1, lines.size()).stream()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElse("");
                String sent = lines.subList(1, answered).stream()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElse("");
                boolean cut = body.matches("\\{\"id\":\"[^\"]+\"(,\"conversationId\":\"[^\"]+\")?}")
                        && answer[1].equals("202");
                asked++;
                if (!cut) {
                    Described.api()
                            .lies(
                                    call[0],
                                    call[1],
                                    sent,
                                    Integer.parseInt(answer[1]),
                                    answer.length > 2 ? answer[2] : "",
                                    body)
                            .forEach(lie -> lies.add(lines.getFirst() + " " + answer[1] + ": " + lie));
                }
            }
        }
        assertThat(asked).isGreaterThan(100);
        assertThat(lies).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsNoticed() {
        assertThat(lies("GET", "/api/v1/me/settings", "", 200, SETTINGS)).isEmpty();
        assertThat(lies("GET", "/api/v1/me/settings", "", 200, "{\"timeZone\":null}"))
                .isNotEmpty();
        assertThat(lies("GET", "/api/v1/me/settings", "", 200, SETTINGS.replace("}", ",\"more\":1}")))
                .isNotEmpty();
        assertThat(lies("GET", "/api/v1/me/settings", "", 200, SETTINGS.replace("null", "7")))
                .isNotEmpty();
        assertThat(lies("GET", "/api/v1/me/settings", "", 418, SETTINGS)).isNotEmpty();
        assertThat(lies("GET", "/api/v1/nothing", "", 200, "{}")).isNotEmpty();
        assertThat(lies("PUT", "/api/v1/me/settings", "{\"timeZone\":8}", 200, SETTINGS))
                .isNotEmpty();
        assertThat(Described.api().lies("GET", "/api/v1/me/settings", "", 200, "image/png", ""))
                .isNotEmpty();
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void everyRecordedFrameIsAsItIsDescribed() throws IOException {
        List<String> frames = Files.readAllLines(Path.of("src/test/resources/golden-answers.txt")).stream()
                .filter(line -> line.startsWith("=> {"))
                .map(line -> line.substring(3))
                .toList();

        assertThat(frames).hasSizeGreaterThan(10).allSatisfy(frame -> assertThat(
                        DescribedFrames.socket().lies(json(frame)))
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"dance\"}",
                "{\"type\":\"pong\",\"more\":1}",
                "{\"type\":\"accepted\"}",
                "{\"type\":\"problem\",\"problem\":{\"type\":\"about:blank\"}}",
                "{\"seq\":0,\"type\":\"turn.started\",\"at\":\"2026-01-31T12:00:00Z\",\"data\":{}}",
                "{\"seq\":1,\"type\":\"turn.invented\",\"at\":\"2026-01-31T12:00:00Z\",\"data\":{}}"
            })
    void aFrameThatIsNotDescribedIsNoticed(String frame) {
        assertThat(DescribedFrames.socket().lies(json(frame))).isNotEmpty();
    }

    @Test
    void anEventIsHeldAgainstItsOwnType() {
        assertThat(liesOfBoth("tool.progress", "{\"callId\":\"c\",\"percent\":50}"))
                .isEqualTo("as described");
        assertThat(liesOfBoth(
                        "turn.failed",
                        "{\"problem\":{\"type\":\"t\",\"title\":\"\",\"detail\":\"\",\"retryable\":true}}"))
                .isEqualTo("as described");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tool.progress | {\"callId\":\"c\",\"percent\":50,\"more\":1}",
                "tool.progress | {\"callId\":\"c\",\"percent\":\"half\"}",
                "tool.progress | {\"callId\":\"c\",\"percent\":50,\"note\":null}",
                "tool.progress | {\"callId\":\"c\"}",
                "tool.started | {\"callId\":\"c\",\"percent\":50}",
                "tool.resolved | {\"callId\":\"c\",\"resolution\":\"maybe\",\"by\":\"carol\"}",
                "turn.failed | {\"problem\":{\"type\":\"t\",\"title\":\"\",\"detail\":\"\",\"retryable\":true,\"more\":1}}",
                "turn.failed | {\"problem\":{\"type\":\"t\",\"title\":\"\",\"detail\":\"\",\"retryable\":\"yes\"}}"
            })
    void anEventWhoseDataIsNotDescribedIsNoticed(String type, String data) {
        assertThat(liesOfBoth(type, data)).isEqualTo("noticed in both");
    }

    /** What the descriptions of the socket and of the REST API make of an event. */
    private static String liesOfBoth(String type, String data) {
        String event = "{\"seq\":1,\"type\":\"" + type + "\",\"turnId\":\"t\",\"at\":\"2026-01-31T12:00:00Z\",\"data\":"
                + data + "}";
        List<String> socket = DescribedFrames.socket().lies(json(event));
        List<String> rest = lies("GET", "/api/v1/conversations/c/events", "", 200, "{\"items\":[" + event + "]}");
        if (socket.isEmpty() && rest.isEmpty()) {
            return "as described";
        }
        return socket.isEmpty() || rest.isEmpty() ? "noticed in one: " + socket + rest : "noticed in both";
    }
}
