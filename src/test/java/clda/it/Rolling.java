package clda.it;

import clda.campaign.Campaigns;
import clda.kit.Postgres;
import clda.kit.ScriptedModelServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A new version, again and again: both nodes behind a haproxy are stopped with SIGTERM and started again, one after the other,
 * while people talk. Measures when a turn goes on elsewhere that ran on the node that stops, and when one begins that it was
 * told while it left.
 */
public final class Rolling {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Pattern HANGS = Pattern.compile("hang-\\d+");
    private static final String SERVER = System.getProperty("clda.server", "payara");

    private final ServerStore store = ServerStore.on(Postgres.shared());
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final List<Long> interrupted = new ArrayList<>();
    private final List<Long> left = new ArrayList<>();

    private Rolling() {}

    /** {@code Rolling CYCLES TURNS_PER_SECOND REPORT}; a cycle stops each of the two nodes once. */
    public static void main(String[] arguments) throws Exception {
        int cycles = Integer.parseInt(arguments[0]);
        int perSecond = Integer.parseInt(arguments[1]);
        Path report = Path.of(arguments[2]);
        System.exit(new Rolling().run(cycles, perSecond, report) ? 0 : 1);
    }

    private RunningServer node(String name, ScriptedModelServer model, RunningServer first) {
        Map<String, String> properties = new HashMap<>();
        properties.put("clda.llm.base-url", model.baseUrl());
        properties.put("clda.llm.model", "scripted-1");
        if (first != null) {
            properties.put(
                    "clda.security.key-file",
                    first.dataDir().resolve("keys/master-key.json").toString());
        }
        return RunningServer.start("rolling-" + name, properties, store);
    }

    private boolean run(int cycles, int perSecond, Path report) throws Exception {
        try (ScriptedModelServer model = new ScriptedModelServer()) {
            model.answering(request ->
                    hangsTheFirstTime(request.toString()) ? model.silence() : ScriptedModelServer.text("Here I am."));
            try (RunningServer one = node("one", model, null);
                    RunningServer other = node("other", model, one);
                    Balancer balancer = Balancer.before(List.of(one, other))) {
                Client alice = Client.signedIn(one, "alice");
                Client there = Client.withToken(other, alice.token());
                List.of(alice, there).forEach(client -> client.says(client.opensConversation(), "hello"));
                int people = perSecond * 2;
                try (SteadyTraffic traffic = new SteadyTraffic(
                        balancer::uri, alice.token(), people, Duration.ofMillis(1_000L * people / perSecond))) {
                    Instant began = Instant.now();
                    int stops = 0;
                    for (; stops < 2 * cycles; stops++) {
                        RunningServer node = stops % 2 == 0 ? one : other;
                        stop(node, stops % 2 == 0 ? alice : there, stops % 2 == 0 ? there : alice, stops);
                        write(report, stops + 1, began, traffic, null);
                    }
                    awaitMore(traffic, perSecond * 2);
                    List<String> lost = traffic.lost();
                    traffic.failures().stream().limit(10).forEach(System.out::println);
                    write(report, stops, began, traffic, lost);
                    return lost.isEmpty() && traffic.failures().isEmpty();
                }
            }
        }
    }

    private boolean hangsTheFirstTime(String request) {
        Matcher matcher = HANGS.matcher(request);
        String last = null;
        while (matcher.find()) {
            last = matcher.group();
        }
        return last != null && asked.add(last);
    }

    private void stop(RunningServer node, Client here, Client there, int number) throws Exception {
        String running = here.opensConversation();
        String waits = here.opensConversation();
        String turn = says(here, running, "please hang-" + number + " on");
        Awaitility.await("the model to be asked").atMost(LONGEST).until(() -> asked.contains("hang-" + number));

        Instant told = Instant.now();
        node.stop();
        Thread.sleep(1_500);
        String leftTurn = says(here, waits, "how are you today");
        Instant said = Instant.now();
        left.add(completed(there, waits, leftTurn, said));
        interrupted.add(completed(there, running, turn, told));
        node.awaitEnd(LONGEST);
        node.startAgain();
        Awaitility.await("the node to be ready").atMost(LONGEST).until(node::isReady);
    }

    private static String says(Client client, String conversation, String text) {
        Client.Answer answer =
                client.send("POST", "/api/v1/conversations/" + conversation + "/turns", "{\"text\":\"" + text + "\"}");
        if (answer.status() != 202) {
            throw new IllegalStateException("not acknowledged: " + answer.status() + " " + answer.text());
        }
        return answer.json().path("id").asText();
    }

    private static long completed(Client client, String conversation, String turn, Instant since) {
        String path = "/api/v1/conversations/" + conversation + "/turns/" + turn;
        Awaitility.await("the turn to be answered")
                .pollInterval(Duration.ofMillis(50))
                .atMost(LONGEST)
                .until(() -> client.get(path).json().path("state").asText().equals("completed"));
        return Duration.between(since, Instant.now()).toMillis();
    }

    private static void awaitMore(SteadyTraffic traffic, int turns) {
        int now = traffic.acknowledged();
        Awaitility.await("turns").atMost(LONGEST).until(() -> traffic.acknowledged() >= now + turns);
    }

    /** After each stop, so that a run that is cut off has told what it saw. */
    private void write(Path report, int stops, Instant began, SteadyTraffic traffic, List<String> lost)
            throws Exception {
        String text =
                """
                # Rolling restarts, %s, %s

                Java %s, %d processors shared by everything. Two nodes on one PostgreSQL behind haproxy, people who talk all the
                time; one node gets SIGTERM, ends and is started again, then the other. Nobody repeats anything; a request fails if
                it gets anything but the expected answer. With each stop, a turn runs on the node whose model says nothing (it can
                only go on elsewhere), and a message is sent to the node 1.5 s after the signal.

                Command: `%s`

                | | |
                |---|---|
                | cycles (each node stopped once) | %s |
                | stops | %d |
                | time | %d s |
                | turns acknowledged by the traffic | %,d |
                | **requests failed** | %d |
                | **acknowledged turns lost** | %s |
                | from SIGTERM until the turn that ran was answered elsewhere (5 s of service included) | %s |
                | from the answer to a message at the node that leaves until its turn was answered elsewhere | %s |
                """
                        .formatted(
                                SERVER,
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                Campaigns.command(),
                                stops / 2.0,
                                stops,
                                Duration.between(began, Instant.now()).toSeconds(),
                                traffic.acknowledged(),
                                traffic.failures().size(),
                                lost == null ? "not yet looked at" : lost.size(),
                                spread(interrupted),
                                spread(left));
        System.out.println(text);
        Files.writeString(report, text);
    }

    private static String spread(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        return "%,d ms in the middle, %,d at least, %,d at most"
                .formatted(sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
