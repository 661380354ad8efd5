package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.Ports;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts the server for the first time: where it is, or in a sentence why it is not. */
class FirstMinutesIT {

    private static final boolean WILDFLY =
            System.getProperty("clda.server", "payara").equals("wildfly");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern ALARMING = Pattern.compile("(?i)warn|severe|error|exception|SLF4J");

    @Test
    void theLogOfTheReadmesCommandEndsWithTheAddressAndAlarmsNobody() throws IOException {
        int port = Ports.free();
        try (DocumentedStart start = DocumentedStart.of("first-log", command(port), Path.of("."), port)) {
            String sentence = "CLDA is ready: http://localhost:" + port + "/ (sign in as alice, password alice-demo)";
            Awaitility.await("its last line")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> lines(start).getLast().endsWith(sentence));

            // Checks that are repeated have been made by then, and have had nothing to say.
            Awaitility.await()
                    .during(Duration.ofSeconds(6))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> lines(start).getLast().endsWith(sentence));
            // Nor have answers that are waited for.
            String token = post(port, "login", "", "{\"user\":\"alice\",\"password\":\"alice-demo\"}")
                    .path("token")
                    .asText();
            String conversation =
                    post(port, "conversations", token, "{}").path("id").asText();
            for (int i = 0; i < 30; i++) {
                assertThat(post(port, "conversations/" + conversation + "/turns", token, "{\"text\":\"hello\"}")
                                .path("state")
                                .asText())
                        .isEqualTo("completed");
            }
            assertThat(lines(start))
                    .noneMatch(line -> ALARMING.matcher(line).find())
                    .anyMatch(line -> line.contains("no model") && line.contains("demo accounts on"));
        }
    }

    @Test
    void aPropertyThatIsGivenToTheReadmesCommandReachesTheServer() throws IOException {
        int port = Ports.free();
        try (DocumentedStart start =
                DocumentedStart.of("no-demo", command(port) + " -Dclda.demo=false", Path.of("."), port)) {
            Awaitility.await("its last line").atMost(Duration.ofMinutes(2)).until(() -> lines(start)
                    .getLast()
                    .endsWith("CLDA is ready: http://localhost:" + port
                            + "/ (nobody can sign in yet: set clda.accounts.file)"));

            assertThat(post(port, "login", "", "{\"user\":\"alice\",\"password\":\"alice-demo\"}")
                            .path("status")
                            .asInt())
                    .isEqualTo(401);
            assertThat(lines(start)).noneMatch(line -> line.contains("demo accounts"));
        }
    }

    @Test
    void aDataDirectoryThatCannotBeMadeEndsTheServerWithASentence(@TempDir Path folder) throws IOException {
        Path below = Files.writeString(folder.resolve("file"), "").resolve("data");

        String log = RunningServer.refusal("no-directory", Map.of("clda.data-dir", below.toString()));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("CLDA ends: refusing to start: clda.data-dir=" + below + " cannot be created: ");
    }

    @Test
    void aDataDirectoryThatIsMissingIsMadeAndBelongsToOneServer(@TempDir Path folder) {
        Path missing = folder.resolve("not/there");
        try (RunningServer server = RunningServer.start("missing", Map.of("clda.data-dir", missing.toString()))) {
            assertThat(missing.resolve("keys")).isDirectory();

            String log = RunningServer.refusal("second", Map.of("clda.data-dir", missing.toString()));

            assertThat(log)
                    .contains("CLDA ends: refusing to start: clda.data-dir=" + missing + " is used by another process");
            assertThat(server.isLive()).isTrue();
        }
    }

    /** What {@code mvn -Prun} does when everything is packaged. */
    private static String command(int port) {
        return (WILDFLY
                        ? "mvn -B -ntp -Prun,wildfly validate exec:exec@wildfly"
                        : "mvn -B -ntp -Prun validate exec:exec@payara")
                + " -Dclda.port=" + port + " -Dclda.management-port=" + Ports.free();
    }

    private static JsonNode post(int port, String path, String token, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=30")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return Json.MAPPER.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(DocumentedStart start) {
        try {
            return Files.readAllLines(start.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
