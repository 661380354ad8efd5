package clda.it;

import clda.campaign.Campaigns;
import clda.it.GrayTraffic.Said;
import clda.kit.Ports;
import clda.kit.Postgres;
import clda.kit.ReleaseCommand;
import clda.kit.ScriptedModelServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    private ReleaseCommand command;
    private Client admin;

    /** That of the first node, which all share; null before it has started. */
    private Path key;

    private GrayRelease() {}

    /** {@code GrayRelease CONVERSATIONS PROXIED PEOPLE SECONDS SEED REPORT} */
    public static void main(String[] arguments) throws Exception {
        GrayRelease campaign = new GrayRelease();
        new GrayShare().run(Integer.parseInt(arguments[0]), campaign::found);
        campaign.run(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Duration.ofSeconds(Integer.parseInt(arguments[3])),
                Long.parseLong(arguments[4]));
        String report = campaign.report();
        System.out.println(report);
        Files.writeString(Path.of(arguments[5]), report);
        boolean clean = campaign.findings.entrySet().stream()
                .filter(finding -> finding.getKey().startsWith("**"))
                .allMatch(finding -> finding.getValue().equals(0L));
        System.exit(clean ? 0 : 1);
    }

    /** Also said at once, so that a run that is cut off has told what it saw. */
    private void found(String what, Object value) {
        System.out.println("gray: " + what + ": " + value);
        findings.put(what, value);
    }

    private String report() {
        StringBuilder table = new StringBuilder("| | |\n|---|---|\n");
        findings.forEach((name, found) ->
                table.append("| ").append(name).append(" | ").append(found).append(" |\n"));
        return """
               # Gray release through haproxy and nginx, %s, %s

               Java %s, %d processors shared by everything. Two server processes on one PostgreSQL, the same archive with different
               models, one of them with `clda.release.arm=canary`; behind `haproxy-gray.cfg` and `nginx-gray.conf` at the same time.
               The release is started and ended by `clda-release`. Half of the people keep the cookie of a conversation as browsers
               do, half send the header back. A turn fails if its request gets anything but 200 and a completed turn; nobody
               repeats anything. What is bold has to be 0.

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

    private RunningServer node(String name, ScriptedModelServer model, Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(more);
        properties.put("clda.llm.base-url", model.baseUrl());
        properties.put("clda.llm.model", "scripted-1");
        properties.put("clda.web.trusted-proxies", "127.0.0.1");
        if (key != null) {
            properties.put("clda.security.key-file", key.toString());
        }
        RunningServer node = RunningServer.start("gray-" + name, properties, store);
        if (key == null) {
            key = node.dataDir().resolve("keys/master-key.json");
        }
        return node;
    }

    private void run(int conversations, int people, Duration phase, long seed) throws Exception {
        int haproxy = Ports.free();
        int nginx = Ports.free();
        TestCertificate certificate = TestCertificate.make();
        try (ScriptedModelServer stableModel = new ScriptedModelServer();
                ScriptedModelServer newModel = new ScriptedModelServer()) {
            stableModel.answering(request -> ScriptedModelServer.text(STABLE));
            newModel.answering(request -> canaryModel.get());
            try (RunningServer stable = node("stable", stableModel, Map.of());
                    RunningServer canary = node("canary", newModel, Map.of("clda.release.arm", "canary"));
                    Proxy first = Proxy.grayHaproxy(haproxy, stable.port(), canary.port(), certificate);
                    Proxy second = Proxy.grayNginx(nginx, stable.port(), canary.port(), certificate)) {
                become(stable);
                Client alice = Client.signedIn(stable, "alice");
                List.of(alice, Client.withToken(canary, alice.token()))
                        .forEach(client -> client.says(client.opensConversation(), "hello"));
                Thread.sleep(Duration.ofSeconds(10));
                traffic = new GrayTraffic(List.of(haproxy, nginx), alice.token(), people, Duration.ofMillis(200), seed);
                try (ManyConversations many = new ManyConversations(List.of(haproxy, nginx), alice.token())) {
                    before(phase.dividedBy(4));
                    aShare(phase, many, conversations);
                    ends("promotion", phase.dividedBy(3), "promote");
                    found("**of the many, in the canary arm after the promotion**", many.notStable());
                    found("**requests about the many that failed**", many.refused());
                    start(10);
                    Thread.sleep(phase.dividedBy(2));
                    ends("roll-back", phase.dividedBy(3), "roll-back", "The campaign \"rolls\" it back.");
                    start(100);
                    Thread.sleep(Duration.ofSeconds(2));
                    GraySockets sockets = new GraySockets(List.of(haproxy, nginx), alice, admin, stable, canary);
                    found("**sockets that did not reach the version of their conversation**", sockets.astray());
                    found(
                            "**conversations without cookies of their own paths, at the root and below a path**",
                            sockets.withoutCookies());
                    command.does("roll-back");
                    Thread.sleep(Duration.ofSeconds(2));
                    slow(phase.dividedBy(3));
                } finally {
                    traffic.close();
                }
                found(
                        "turns answered",
                        traffic.said().stream()
                                .filter(each -> each.problem() == null)
                                .count());
                found("**turns failed**", failures(traffic.said()));
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

    private void become(RunningServer node) {
        command = ReleaseCommand.at(node.uri("/"));
        admin = Client.signedIn(node, "admin");
    }

    private Instant start(int share) throws IOException, InterruptedException {
        Instant now = Instant.now();
        command.does("start", String.valueOf(share));
        return now;
    }

    private void before(Duration phase) throws InterruptedException {
        Instant began = Instant.now();
        Thread.sleep(phase);
        found(
                "**turns that the canary answered before the release**",
                since(began).stream().filter(each -> each.by().equals(CANARY)).count());
    }

    private void aShare(Duration phase, ManyConversations many, int conversations)
            throws IOException, InterruptedException {
        Instant began = start(10);
        Thread.sleep(Duration.ofSeconds(3));
        Instant settled = Instant.now();
        many.open(conversations);
        Thread.sleep(phase);
        long changed = many.changed();
        found("conversations opened through the proxies", many.opened());
        found("of these through the proxies in the canary arm", percent(many.inTheCanaryArm(), many.opened()));
        found("**of these, in another arm when they were read again, at the other proxy**", changed);
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
        found("conversations that people began to talk in meanwhile", arms.size());
        found("of these talks in the canary arm", percent(canaries.size(), arms.size()));
        found(
                "**talks that changed their arm while the release ran**",
                arms.values().stream().filter(each -> each.size() > 1).count());
        found("**talks that both versions answered while it ran, from its first moment on**", byBoth(began));
        found("**turns that the version of the other arm answered**", elsewhere);
        found(
                "**conversations from before the release that were in the canary arm**",
                since(began).stream()
                        .filter(each ->
                                each.born().isBefore(began) && each.arm().equals("canary"))
                        .count());
    }

    private static String percent(long part, long all) {
        return String.format(Locale.ROOT, "%,d (%.2f %%)", part, 100.0 * part / Math.max(1, all));
    }

    private long byBoth(Instant began) {
        Map<String, Set<String>> by = new HashMap<>();
        since(began).stream().filter(each -> each.problem() == null).forEach(each -> by.computeIfAbsent(
                        each.conversation(), any -> new HashSet<>())
                .add(each.by()));
        return by.values().stream().filter(each -> each.size() > 1).count();
    }

    private void ends(String what, Duration phase, String... operation) throws IOException, InterruptedException {
        Instant ended = Instant.now();
        command.does(operation);
        Thread.sleep(phase);
        List<Said> after = since(ended);
        Instant last = after.stream()
                .filter(each -> each.by().equals(CANARY))
                .map(Said::at)
                .max(Instant::compareTo)
                .orElse(ended);
        found(
                "last answer of the canary after the " + what,
                Duration.between(ended, last).toMillis() + " ms");
        found("turns answered in the " + phase.toSeconds() + " s after the " + what, (long) after.size());
        found("**turns failed after the " + what + "**", failures(after));
    }

    private void slow(Duration phase) throws IOException, InterruptedException {
        canaryModel.set(wire -> {
            Thread.sleep(3_000);
            ScriptedModelServer.text(CANARY).write(wire);
        });
        Instant began = start(50);
        found("time until a slow canary (3 s) was rolled back by itself", rolledBackAfter(began));
        found("its reason", admin.get("/api/v1/release").json().path("reason").asText());
        Instant ended = Instant.now();
        Thread.sleep(phase);
        found("**turns failed after it**", failures(since(ended)));
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
        try (RunningServer stable = node("stable-again", stableModel, Map.of());
                RunningServer canary =
                        node("failing", newModel, Map.of("clda.release.arm", "canary", "clda.limits.steps", "1"));
                Proxy first = Proxy.grayHaproxy(haproxy, stable.port(), canary.port(), certificate);
                Proxy second = Proxy.grayNginx(nginx, stable.port(), canary.port(), certificate)) {
            become(stable);
            Client alice = Client.signedIn(stable, "alice");
            alice.says(alice.opensConversation(), "hello");
            Thread.sleep(Duration.ofSeconds(8));
            traffic = new GrayTraffic(List.of(haproxy, nginx), alice.token(), people, Duration.ofMillis(200), seed);
            try {
                Instant began = start(50);
                found("time until a failing canary was rolled back by itself", rolledBackAfter(began));
                Instant ended = Instant.now();
                found(
                        "its reason ",
                        admin.get("/api/v1/release").json().path("reason").asText());
                found(
                        "turns that failed until then, of those said",
                        traffic.said().stream()
                                        .filter(each -> each.problem() != null)
                                        .count()
                                + " of " + traffic.said().size());
                Thread.sleep(Duration.ofSeconds(3));
                Instant settled = Instant.now();
                Thread.sleep(phase);
                found("turns answered from 3 s after it on", (long)
                        since(settled).size());
                found("**turns failed from 3 s after it on**", failures(since(settled)));
                System.out.println("gray: rolled back at " + ended);
            } finally {
                traffic.close();
            }
        }
    }
}
