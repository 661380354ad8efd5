package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.json.Json;
import clda.kit.ListeningSockets;
import clda.kit.Ports;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Whatever the documents say to start a server with, it listens where the README says, and nowhere else. */
class PortsIT {

    private static final boolean WILDFLY =
            System.getProperty("clda.server", "payara").equals("wildfly");
    private static final int APPLICATION = 8080;
    private static final int MANAGEMENT = 9990;
    /** A row of the README: a port, an address, and whose it is. */
    private static final Pattern ROW = Pattern.compile("\\| `(\\d+)` on `([0-9.]+)` \\| (WildFly:)?.*");

    @Test
    void aServerInUseListensWhereTheReadmeSays() throws IOException {
        try (RunningServer server = RunningServer.start("ports", Map.of())) {
            Client alice = Client.signedIn(server, "alice");
            usesTheDemo(alice);

            Set<InetSocketAddress> listening = ListeningSockets.of(server.pid());

            Set<InetSocketAddress> documented = documented(server.port(), server.managementPort());
            assertThat(listening).containsAll(documented);
            listening.removeAll(documented);
            assertThat(listening)
                    .as("besides, the demo's refund and mail servers")
                    .hasSize(2)
                    .allMatch(address -> address.getAddress().isLoopbackAddress())
                    .map(PortsIT::refusalOf)
                    .anySatisfy(refusal -> assertThat(refusal).startsWith("HTTP/1.1 401"))
                    .anySatisfy(refusal -> assertThat(refusal).contains("\n530 "));
        }
    }

    @Test
    void theReadmesCommandListensWhereTheReadmeSays() throws IOException {
        int port = Ports.free();
        int management = Ports.free();
        String command = (WILDFLY
                        ? "mvn -B -ntp -Prun,wildfly validate exec:exec@wildfly"
                        : "mvn -B -ntp -Prun validate exec:exec@payara")
                + " -Dclda.port=" + port + " -Dclda.management-port=" + management;
        try (DocumentedStart start = DocumentedStart.of("documented-maven", command, Path.of("."), port)) {
            assertListens(start, documented(port, management));
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "clda.server",
            matches = "wildfly",
            disabledReason = "the document starts a Payara")
    void theCommandWithoutMavenListensWhereTheReadmeSays() throws IOException {
        int port = Ports.free();
        Matcher block = Pattern.compile("```\n(java .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/servers.md")));
        assertThat(block.find()).isTrue();
        String command = block.group(1).replace("--port 8080", "--port " + port);
        Path folder = DocumentedStart.folderOfTheDocument();

        try (DocumentedStart start = DocumentedStart.of("documented-plain", command, folder, port)) {
            assertListens(start, documented(port, 0));
        }
    }

    /** There and nowhere else; a server does not open all its ports at the same moment. */
    private static void assertListens(DocumentedStart start, Set<InetSocketAddress> documented) {
        Awaitility.await("all ports").atMost(Duration.ofSeconds(30)).until(() -> start.listening()
                .containsAll(documented));
        assertThat(start.listening()).isEqualTo(documented);
    }

    /** Until its refund service and its mail server have been asked something. */
    private static void usesTheDemo(Client alice) {
        alice.says(alice.opensConversation(), "refund 1 dollar for order A-1001");
        alice.says(alice.opensConversation(), "email bob@example.com that lunch is at 1");
        for (JsonNode waiting :
                alice.get("/api/v1/approvals?state=pending").json().path("items")) {
            ObjectNode decision = Json.MAPPER
                    .createObjectNode()
                    .put("decision", "approve")
                    .put("hash", waiting.path("hash").asText());
            alice.send(
                    "POST",
                    "/api/v1/approvals/" + waiting.path("approvalId").asText() + "/decision",
                    decision.toString());
        }
        Awaitility.await("effects").atMost(Duration.ofSeconds(20)).until(() -> alice.get("/api/v1/conversations")
                .json()
                .path("items")
                .valueStream()
                .allMatch(conversation -> conversation.path("state").asText().equals("idle")));
    }

    private static Set<InetSocketAddress> documented(int application, int management) throws IOException {
        Map<Integer, Integer> inThisRun = Map.of(APPLICATION, application, MANAGEMENT, management);
        return Files.readAllLines(Path.of("README.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> WILDFLY || row.group(3) == null)
                .map(row -> new InetSocketAddress(row.group(2), inThisRun.get(Integer.valueOf(row.group(1)))))
                .collect(Collectors.toSet());
    }

    /** What a stranger is told there, who speaks as if it were HTTP and SMTP at once. */
    private static String refusalOf(InetSocketAddress address) {
        StringBuilder said = new StringBuilder();
        try (Socket stranger = new Socket(address.getAddress(), address.getPort())) {
            stranger.setSoTimeout(5_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(stranger.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean mail = speaksFirst(stranger, answers, said);
            String request = mail
                    ? "EHLO stranger\r\nMAIL FROM:<mallory@example.com>\r\nQUIT\r\n"
                    : "POST /refunds HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stranger.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            answers.lines().forEach(line -> said.append(line).append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return said.toString();
    }

    private static boolean speaksFirst(Socket stranger, BufferedReader answers, StringBuilder said) throws IOException {
        stranger.setSoTimeout(1_000);
        try {
            said.append(answers.readLine()).append('\n');
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } finally {
            stranger.setSoTimeout(10_000);
        }
    }
}
