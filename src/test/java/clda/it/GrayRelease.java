package clda.it;

import clda.campaign.Campaigns;
import clda.it.GrayTraffic.Said;
import clda.json.Json;
import clda.kit.AnyCertificate;
import clda.kit.Ports;
import clda.kit.Postgres;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/**
 * Two server processes on one PostgreSQL, of which one is the canary, behind haproxy and nginx at the same time: a share of the
 * conversations begins in the canary arm and stays there, promotion and roll-back reach everybody, and a canary that is slow or
 * fails is rolled back by itself.
 */
public final class GrayRelease {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String STABLE = "by the stable version";
    private static final String CANARY = "by the canary";
    private static final String SERVER = System.getProperty("clda.server", "payara");

    private final Map<String, Object> findings = new LinkedHashMap<>();
    private final ServerStore store = ServerStore.on(Postgres.shared());
    private final AtomicReference<ScriptedModelServer.Answer> canaryModel =
            new AtomicReference<>(ScriptedModelServer.text(CANARY));
    private GrayTraffic traffic;
    private Client admin;

    private GrayRelease() {}

    /** {@code GrayRelease PEOPLE SECONDS SEED REPORT} */
    public static void main(String[] arguments) throws Exception {
        GrayRelease campaign = new GrayRelease();
        campaign.run(
                Integer.parseInt(arguments[0]),
                Duration.ofSeconds(Integer.parseInt(arguments[1])),
                Long.parseLong(arguments[2]));
        String report = campaign.report();
        System.out.println(report);
        Files.writeString(Path.of(arguments[3]), report);
        boolean clean = campaign.findings.entrySet().stream()
                .filter(finding -> finding.getKey().startsWith("**"))
                .allMatch(finding -> finding.getValue().equals(0L));
        System.exit(clean ? 0 : 1);
    }

    private String report() {
        StringBuilder table = new StringBuilder("| | |\n|---|---|\n");
        findings.forEach((name, found) ->
                table.append("| ").append(name).append(" | ").append(found).append(" |\n"));
        return """
               # Gray release through haproxy and nginx, %s, %s

               Java %s, %d processors shared by everything. Two server processes on one PostgreSQL, the same archive with different
               models, one of them with `clda.release.arm=canary`; behind `haproxy-gray.cfg` and `nginx-gray.conf` at the same time.
               Half of the people keep the cookie of a conversation as browsers do, half send the header back. A turn fails if its
               request gets anything but 200 and a completed turn; nobody repeats anything. What is bold has to be 0.

               Command: `%s`

               %s"""
                .formatted(
                        SERVER,
                        LocalDate.now(),
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors(),
                        Campaigns.command(),
                        table);
    }

    private RunningServer node(String name, ScriptedModelServer model, Map<String, String> more, RunningServer first) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("clda.llm.base-url", model.baseUrl());
        properties.put("clda.llm.model", "scripted-1");
        properties.put("clda.web.trusted-proxies", "127.0.0.1");
        if (first != null) {
            properties.put(
                    "clda.security.key-file",
                    first.dataDir().resolve("keys/master-key.json").toString());
        }
        return RunningServer.start("gray-" + name, properties, store);
    }

    private void run(int people, Duration phase, long seed) throws Exception {
        int haproxy = Ports.free();
        int nginx = Ports.free();
        TestCertificate certificate = TestCertificate.make();
        try (ScriptedModelServer stableModel = new ScriptedModelServer();
                ScriptedModelServer newModel = new ScriptedModelServer()) {
            stableModel.answering(request -> ScriptedModelServer.text(STABLE));
            newModel.answering(request -> canaryModel.get());
            try (RunningServer stable = node("stable", stableModel, Map.of(), null);
                    RunningServer canary = node("canary", newModel, Map.of("clda.release.arm", "canary"), stable);
                    Proxy first = Proxy.grayHaproxy(haproxy, stable.port(), canary.port(), certificate);
                    Proxy second = Proxy.grayNginx(nginx, stable.port(), canary.port(), certificate)) {
                admin = Client.signedIn(stable, "admin");
                Client alice = Client.signedIn(stable, "alice");
                List.of(alice, Client.withToken(canary, alice.token()))
                        .forEach(client -> client.says(client.opensConversation(), "hello"));
                Thread.sleep(Duration.ofSeconds(10));
                traffic = new GrayTraffic(List.of(haproxy, nginx), alice.token(), people, Duration.ofMillis(200), seed);
                try {
                    before(phase.dividedBy(4));
                    aShare(phase);
                    ends("promotion", "promote", phase.dividedBy(3));
                    start(10);
                    Thread.sleep(phase.dividedBy(2));
                    ends("roll-back", "roll-back", phase.dividedBy(3));
                    sockets(haproxy, nginx, alice);
                    slow(phase.dividedBy(3));
                } finally {
                    traffic.close();
                }
                findings.put(
                        "turns answered",
                        traffic.said().stream()
                                .filter(each -> each.problem() == null)
                                .count());
                findings.put("**turns failed**", failures(traffic.said()));
            }
            failing(stableModel, newModel, certificate, people, seed, phase.dividedBy(3));
        }
    }

    private long failures(List<Said> some) {
        some.stream()
                .filter(each -> each.problem() != null)
                .limit(5)
                .forEach(each -> System.out.println("gray: failed " + each));
        return some.stream().filter(each -> each.problem() != null).count();
    }

    private List<Said> since(Instant from) {
        return traffic.said().stream().filter(each -> each.at().isAfter(from)).toList();
    }

    private Instant start(int share) {
        Instant now = Instant.now();
        post("/api/v1/release", "{\"share\":" + share + "}", 201);
        return now;
    }

    private void post(String path, String body, int expected) {
        Client.Answer answer = admin.send("POST", path, body);
        if (answer.status() != expected) {
            throw new IllegalStateException(path + ": " + answer.status() + " " + answer.text());
        }
    }

    private void before(Duration phase) throws InterruptedException {
        Instant began = Instant.now();
        Thread.sleep(phase);
        findings.put(
                "**turns that the canary answered before the release**",
                since(began).stream().filter(each -> each.by().equals(CANARY)).count());
    }

    private void aShare(Duration phase) throws InterruptedException {
        Instant began = start(10);
        Thread.sleep(Duration.ofSeconds(3));
        Instant settled = Instant.now();
        Thread.sleep(phase);
        Map<String, Set<String>> arms = new HashMap<>();
        Set<String> canaries = new HashSet<>();
        long elsewhere = 0;
        for (Said each : since(settled)) {
            if (each.problem() == null && each.born().isAfter(settled)) {
                arms.computeIfAbsent(each.conversation(), any -> new HashSet<>())
                        .add(each.arm());
                if (each.arm().equals("canary")) {
                    canaries.add(each.conversation());
                }
            }
            if (each.problem() == null
                    && each.arm().equals("canary") != each.by().equals(CANARY)) {
                elsewhere++;
            }
        }
        findings.put("conversations begun while 10 % were to be in the canary arm", arms.size());
        findings.put(
                "of these in the canary arm",
                canaries.size() + " (" + String.format("%.1f %%", 100.0 * canaries.size() / arms.size()) + ")");
        findings.put(
                "**conversations that changed their arm while the release ran**",
                arms.values().stream().filter(each -> each.size() > 1).count());
        findings.put("**turns that the version of the other arm answered**", elsewhere);
        findings.put(
                "**conversations from before the release that were in the canary arm**",
                since(began).stream()
                        .filter(each ->
                                each.born().isBefore(began) && each.arm().equals("canary"))
                        .count());
    }

    private void ends(String what, String operation, Duration phase) throws InterruptedException {
        Instant ended = Instant.now();
        post("/api/v1/release/" + operation, "{}", 200);
        Thread.sleep(phase);
        List<Said> after = since(ended);
        Instant last = after.stream()
                .filter(each -> each.by().equals(CANARY))
                .map(Said::at)
                .max(Instant::compareTo)
                .orElse(ended);
        findings.put(
                "last answer of the canary after the " + what,
                Duration.between(ended, last).toMillis() + " ms");
        findings.put("turns answered in the " + phase.toSeconds() + " s after the " + what, (long) after.size());
        findings.put("**turns failed after the " + what + "**", failures(after));
    }

    /** A socket with the cookie of its conversation reaches the canary: pieces of text are only shown where the turn runs. */
    private void sockets(int haproxy, int nginx, Client alice) throws IOException, InterruptedException {
        start(100);
        Thread.sleep(2_000);
        long wrong = 0;
        for (int port : List.of(haproxy, nginx)) {
            String conversation = alice.opensConversation();
            URI address = URI.create("wss://localhost:" + port + "/ws/v1/conversations/" + conversation + "?after=0");
            // A ticket of a node of the stable arm is none of the canary: the header names the arm to the router.
            String there = ticket(port, alice.token());
            try (Socket socket =
                    Socket.open(address, List.of("clda.v1", "ticket." + there), Map.of("Cookie", "clda_arm=canary"))) {
                socket.sends("{\"type\":\"say\",\"text\":\"how are you today\",\"clientMessageId\":\"m1\"}");
                Awaitility.await().atMost(LONGEST).until(() -> socket.messages().stream()
                        .anyMatch(each -> each.path("type").asText().equals("turn.completed")));
                boolean streamed = socket.messages().stream()
                        .anyMatch(each -> each.path("type").asText().equals("text.delta"));
                wrong += streamed ? 0 : 1;
            }
        }
        findings.put("**sockets that did not reach the version of their conversation**", wrong);
        long without = 0;
        for (int port : List.of(haproxy, nginx)) {
            for (String prefix : List.of("", "/clda")) {
                without += hasItsCookies(port, prefix, alice.token()) ? 0 : 1;
            }
        }
        findings.put("**conversations without cookies of their own paths, at the root and below a path**", without);
        post("/api/v1/release/roll-back", "{}", 200);
        Thread.sleep(2_000);
    }

    /** Whether the cookies of a new conversation are those of its own paths, below the path at which the proxy has it. */
    private static boolean hasItsCookies(int port, String prefix, String token)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = post(port, prefix + "/api/v1/conversations", token, Map.of());
        String id = Json.MAPPER.readTree(answer.body()).path("id").asText();
        List<String> cookies = answer.headers().allValues("Set-Cookie");
        return List.of("/api/v1/conversations/", "/ws/v1/conversations/").stream()
                .allMatch(path -> cookies.stream()
                        .filter(cookie -> cookie.startsWith("clda_arm=canary;") && cookie.contains("Secure"))
                        .anyMatch(cookie -> cookie.replace("\"", "").contains("Path=" + prefix + path + id)));
    }

    private static String ticket(int port, String token) throws IOException, InterruptedException {
        return Json.MAPPER
                .readTree(post(port, "/api/v1/ws-ticket", token, Map.of("CLDA-Arm", "canary"))
                        .body())
                .path("ticket")
                .asText();
    }

    private static HttpResponse<String> post(int port, String path, String token, Map<String, String> headers)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(AnyCertificate.context())
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            headers.forEach(request::header);
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private void slow(Duration phase) throws InterruptedException {
        canaryModel.set(wire -> {
            Thread.sleep(3_000);
            ScriptedModelServer.text(CANARY).write(wire);
        });
        Instant began = start(50);
        findings.put("time until a slow canary (3 s) was rolled back by itself", rolledBackAfter(began));
        findings.put(
                "its reason", admin.get("/api/v1/release").json().path("reason").asText());
        Instant ended = Instant.now();
        Thread.sleep(phase);
        findings.put("**turns failed after it**", failures(since(ended)));
        canaryModel.set(ScriptedModelServer.text(CANARY));
    }

    private String rolledBackAfter(Instant began) {
        Awaitility.await("the release to be rolled back").atMost(LONGEST).until(() -> admin.get("/api/v1/release")
                .json()
                .path("state")
                .asText()
                .equals("rolled_back"));
        JsonNode release = admin.get("/api/v1/release").json();
        if (!release.path("endedBy").asText().equals("server")) {
            throw new IllegalStateException("it was rolled back by " + release);
        }
        return Duration.between(began, Instant.now()).toSeconds() + " s";
    }

    /** A canary whose turns fail: it may take one step for a turn, and its model wants two. */
    private void failing(
            ScriptedModelServer stableModel,
            ScriptedModelServer newModel,
            TestCertificate certificate,
            int people,
            long seed,
            Duration phase)
            throws Exception {
        canaryModel.set(ScriptedModelServer.calls("find_order", "{\"orderNumber\":\"A-1001\"}"));
        int haproxy = Ports.free();
        int nginx = Ports.free();
        try (RunningServer stable = node("stable-again", stableModel, Map.of(), null);
                RunningServer canary = node(
                        "failing", newModel, Map.of("clda.release.arm", "canary", "clda.limits.steps", "1"), stable);
                Proxy first = Proxy.grayHaproxy(haproxy, stable.port(), canary.port(), certificate);
                Proxy second = Proxy.grayNginx(nginx, stable.port(), canary.port(), certificate)) {
            admin = Client.signedIn(stable, "admin");
            Client alice = Client.signedIn(stable, "alice");
            alice.says(alice.opensConversation(), "hello");
            Thread.sleep(Duration.ofSeconds(8));
            traffic = new GrayTraffic(List.of(haproxy, nginx), alice.token(), people, Duration.ofMillis(200), seed);
            try {
                Instant began = start(50);
                findings.put("time until a failing canary was rolled back by itself", rolledBackAfter(began));
                Instant ended = Instant.now();
                findings.put(
                        "its reason ",
                        admin.get("/api/v1/release").json().path("reason").asText());
                findings.put(
                        "turns that failed until then, of those said",
                        traffic.said().stream()
                                        .filter(each -> each.problem() != null)
                                        .count()
                                + " of " + traffic.said().size());
                Thread.sleep(Duration.ofSeconds(3));
                Instant settled = Instant.now();
                Thread.sleep(phase);
                findings.put("turns answered from 3 s after it on", (long)
                        since(settled).size());
                findings.put("**turns failed from 3 s after it on**", failures(since(settled)));
                System.out.println("gray: rolled back at " + ended);
            } finally {
                traffic.close();
            }
        }
    }
}
