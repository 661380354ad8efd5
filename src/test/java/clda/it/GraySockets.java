package clda.it;

import clda.json.Json;
import clda.kit.AnyCertificate;
import clda.metrics.RecordedScrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Sockets behind proxies while all new conversations begin in the canary arm. */
final class GraySockets {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final List<Integer> ports;
    private final Client alice;
    private final Client admin;
    private final RunningServer stable;
    private final RunningServer canary;

    GraySockets(List<Integer> ports, Client alice, Client admin, RunningServer stable, RunningServer canary) {
        this.ports = ports;
        this.alice = alice;
        this.admin = admin;
        this.stable = stable;
        this.canary = canary;
    }

    /**
     * How many sockets do not reach the canary although they bring the cookie of their conversation, and a ticket that any node
     * may have given out.
     */
    long astray() throws IOException, InterruptedException {
        long astray = 0;
        for (int port : ports) {
            String conversation = alice.opensConversation();
            URI address = URI.create("wss://localhost:" + port + "/ws/v1/conversations/" + conversation + "?after=0");
            List<String> protocols = List.of("clda.v1", "ticket." + ticket(port));
            try (Socket socket = Socket.open(address, protocols, Map.of("Cookie", "clda_arm=canary"))) {
                socket.sends("{\"type\":\"say\",\"text\":\"how are you today\",\"clientMessageId\":\"m1\"}");
                Awaitility.await("the turn to be completed").atMost(LONGEST).until(() -> socket.messages().stream()
                        .anyMatch(each -> each.path("type").asText().equals("turn.completed")));
                astray += open(canary) == 1 && open(stable) == 0 ? 0 : 1;
            }
            Awaitility.await("the socket to be closed").atMost(LONGEST).until(() -> open(canary) == 0);
        }
        return astray;
    }

    private double open(RunningServer node) {
        String scraped =
                Client.withToken(node, admin.token()).get("/api/v1/metrics").text();
        return RecordedScrape.of(scraped).sum("clda_sockets_open");
    }

    /** How many new conversations lack the cookies of their own paths, at the root and below a path. */
    long withoutCookies() throws IOException, InterruptedException {
        long without = 0;
        for (int port : ports) {
            for (String prefix : List.of("", "/clda")) {
                without += hasItsCookies(port, prefix) ? 0 : 1;
            }
        }
        return without;
    }

    private boolean hasItsCookies(int port, String prefix) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(port, prefix + "/api/v1/conversations");
        String id = Json.MAPPER.readTree(answer.body()).path("id").asText();
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        return List.of("/api/v1/conversations/", "/ws/v1/conversations/").stream()
                .allMatch(path -> cookies.stream()
                        .filter(cookie -> cookie.startsWith("clda_arm=canary;") && cookie.contains("Secure"))
                        .anyMatch(cookie -> cookie.replace("\"", "").contains("Path=" + prefix + path + id)));
    }

    private String ticket(int port) throws IOException, InterruptedException {
        return Json.MAPPER
                .readTree(post(port, "/api/v1/ws-ticket").body())
                .path("ticket")
                .asText();
    }

    private HttpResponse<String> post(int port, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(AnyCertificate.context())
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + alice.token())
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
