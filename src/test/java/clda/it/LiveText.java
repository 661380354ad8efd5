package clda.it;

import clda.campaign.Campaigns;
import clda.kit.AnyCertificate;
import clda.kit.Postgres;
import clda.kit.RedisServer;
import clda.kit.ScriptedModelServer;
import clda.kit.ScriptedModelServer.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Two nodes, and people who read at the node where their turn does not run: how much later they read it, whether anything is
 * lost or doubled while Redis and nodes are killed, and how soon a thousand pages are back that lost their node.
 */
public final class LiveText {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration BETWEEN_PIECES = Duration.ofMillis(25);
    private static final int PIECES = 12;
    private static final String SERVER = System.getProperty("clda.server", "payara");
    private static final List<String> MANY_FROM_ONE_ADDRESS = List.of(
            "clda.at-once.sockets.person",
            "clda.at-once.sockets.address",
            "clda.at-once.requests.address",
            "clda.at-once.connections.address");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(AnyCertificate.context())
            .build();
    private final ServerStore store = ServerStore.on(Postgres.shared());
    private final RedisServer redis;
    private final Map<String, String> lines = new HashMap<>();

    private LiveText(RedisServer redis) {
        this.redis = redis;
    }

    /** {@code LiveText BUS TURNS_PER_SECOND SECONDS KILLS SOCKETS SEED REPORT}. */
    public static void main(String[] arguments) throws Exception {
        boolean throughRedis = arguments[0].equals("redis");
        int perSecond = Integer.parseInt(arguments[1]);
        Duration calm = Duration.ofSeconds(Long.parseLong(arguments[2]));
        int kills = Integer.parseInt(arguments[3]);
        int sockets = Integer.parseInt(arguments[4]);
        long seed = Long.parseLong(arguments[5]);
        Path report = Path.of(arguments[6]);
        RedisServer redis = throughRedis ? RedisServer.start() : null;
        try {
            System.exit(new LiveText(redis).run(perSecond, calm, kills, sockets, seed, report) ? 0 : 1);
        } finally {
            if (redis != null) {
                redis.close();
            }
        }
    }

    private RunningServer node(String name, ScriptedModelServer model, RunningServer first) {
        Map<String, String> properties = new HashMap<>();
        properties.put("clda.llm.base-url", model.baseUrl());
        properties.put("clda.llm.model", "scripted-1");
        MANY_FROM_ONE_ADDRESS.forEach(limit -> properties.put(limit, "20000"));
        if (redis != null) {
            properties.put("clda.redis.url", redis.url());
        }
        if (first != null) {
            properties.put(
                    "clda.security.key-file",
                    first.dataDir().resolve("keys/master-key.json").toString());
        }
        return RunningServer.start("live-" + name, properties, store);
    }

    /** Each answer is another one, so that a mixture of two would be seen. */
    private static Answer slowly() {
        return wire -> {
            wire.begin();
            wire.role();
            for (int i = 0; i < PIECES; i++) {
                wire.text(ThreadLocalRandom.current().nextInt(100_000) + " ");
                sleep(BETWEEN_PIECES);
            }
            wire.finish("stop");
            wire.usage(20, PIECES);
            wire.done();
        };
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run(int perSecond, Duration calm, int kills, int sockets, long seed, Path report) throws Exception {
        try (ScriptedModelServer model = new ScriptedModelServer()) {
            model.answering(request -> slowly());
            try (RunningServer one = node("one", model, null);
                    RunningServer other = node("other", model, one)) {
                Client alice = Client.signedIn(one, "alice");
                List<RunningServer> nodes = List.of(one, other);
                boolean good = true;
                if (!calm.isZero()) {
                    talk("warm", nodes, alice.token(), perSecond, Duration.ofSeconds(20), new Random(seed), () -> {});
                    good = talk("calm", nodes, alice.token(), perSecond, calm, new Random(seed), () -> {});
                    write(report, perSecond);
                }
                if (kills > 0) {
                    Random random = new Random(seed);
                    good &= talk(
                            "kills", nodes, alice.token(), perSecond, null, random, () -> kill(nodes, kills, random));
                    write(report, perSecond);
                }
                if (sockets > 0) {
                    good &= storm(nodes, alice, sockets);
                    write(report, perSecond);
                }
                return good;
            }
        }
    }

    /** People who talk for a time, or for as long as something is done. */
    private boolean talk(
            String part,
            List<RunningServer> nodes,
            String token,
            int perSecond,
            Duration time,
            Random random,
            Runnable meanwhile)
            throws Exception {
        int people = perSecond * 2;
        Duration pause = Duration.ofMillis(1_000L * people / perSecond);
        List<LiveTalk> talks = new ArrayList<>();
        long began = System.nanoTime();
        try {
            for (int i = 0; i < people; i++) {
                boolean firstHere = i % 2 == 0;
                talks.add(new LiveTalk(
                        http, token, firstHere ? nodes : nodes.reversed(), pause, time == null, random.nextLong()));
            }
            meanwhile.run();
            if (time != null) {
                Thread.sleep(time);
            }
        } finally {
            talks.forEach(LiveTalk::stop);
        }
        for (LiveTalk talk : talks) {
            talk.awaitEnd();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        boolean good = tell(part, talks, seconds);
        talks.forEach(LiveTalk::close);
        return good;
    }

    private boolean tell(String part, List<LiveTalk> talks, double seconds) {
        int acknowledged = talks.stream().mapToInt(LiveTalk::acknowledged).sum();
        List<String> faults =
                talks.stream().flatMap(talk -> talk.faults().stream()).toList();
        int replaced = talks.stream().mapToInt(LiveTalk::replaced).sum();
        faults.stream().limit(20).forEach(System.out::println);
        lines.put(part + ".turns", "%,d".formatted(acknowledged));
        lines.put(part + ".rate", "%.1f".formatted(acknowledged / seconds));
        lines.put(part + ".seconds", "%.0f".formatted(seconds));
        lines.put(part + ".faults", String.valueOf(faults.size()));
        lines.put(part + ".kinds", kinds(faults));
        lines.put(part + ".replaced", String.valueOf(replaced));
        double[] lags = talks.stream()
                .flatMapToDouble(talk -> Arrays.stream(talk.lags()))
                .sorted()
                .toArray();
        lines.put(part + ".pieces", "%,d".formatted(lags.length));
        lines.put(part + ".p50", millis(lags, 0.50));
        lines.put(part + ".p99", millis(lags, 0.99));
        lines.put(part + ".p999", millis(lags, 0.999));
        lines.put(part + ".max", millis(lags, 1));
        System.out.println(part + " " + lines);
        return faults.isEmpty();
    }

    private static String kinds(List<String> faults) {
        return faults.isEmpty()
                ? "none"
                : faults.stream()
                        .collect(Collectors.groupingBy(fault -> fault.split(" ")[0], Collectors.counting()))
                        .toString();
    }

    private static String millis(double[] sorted, double quantile) {
        return sorted.length == 0
                ? "–"
                : String.format(Locale.ROOT, "%.1f ms", sorted[(int) Math.ceil(quantile * sorted.length) - 1]);
    }

    /** Nodes in turn, each started again before the next is killed; Redis once during each of these. */
    private void kill(List<RunningServer> nodes, int kills, Random random) {
        for (int i = 0; i < kills; i++) {
            sleep(Duration.ofMillis(2_000 + random.nextInt(2_000)));
            RunningServer node = nodes.get(i % 2);
            node.kill();
            Thread restart = Thread.startVirtualThread(() -> {
                sleep(Duration.ofMillis(500));
                node.startAgain();
            });
            if (redis != null) {
                sleep(Duration.ofMillis(random.nextInt(6_000)));
                redis.kill();
                sleep(Duration.ofMillis(random.nextInt(2_000)));
                redis.startAgain();
            }
            try {
                restart.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            System.out.println("kill " + (i + 1) + " of " + kills);
        }
        lines.put("kills.nodes", String.valueOf(kills));
        lines.put("kills.redis", redis == null ? "–" : String.valueOf(kills));
    }

    /** Pages at one node, which is killed; each comes back at the other, and then each conversation gets an event. */
    private boolean storm(List<RunningServer> nodes, Client alice, int sockets) throws Exception {
        RunningServer one = nodes.getFirst();
        RunningServer other = nodes.getLast();
        Client there = Client.withToken(other, alice.token());
        Map<String, LivePage> pages = new ConcurrentHashMap<>();
        for (int i = 0; i < sockets; i++) {
            String conversation = there.opensConversation();
            LongFunction<URI> here = after -> alice.address(conversation, after);
            LongFunction<URI> then = after -> there.address(conversation, after);
            pages.put(conversation, new LivePage(http, alice.token(), List.of(here, then)));
        }
        long before = System.nanoTime() + LONGEST.toNanos();
        while (pages.values().stream().anyMatch(page -> page.last() == 0) && System.nanoTime() < before) {
            sleep(Duration.ofMillis(20));
        }
        Map<String, Long> known = new HashMap<>();
        pages.forEach((conversation, page) -> known.put(conversation, page.last()));
        one.kill();
        long killed = System.nanoTime();
        // Something new in each, as a person would cause it: whoever has it is back.
        int refused = 0;
        for (String conversation : pages.keySet()) {
            int status = there.send("PATCH", "/api/v1/conversations/" + conversation, "{\"title\":\"back\"}")
                    .status();
            refused += status / 100 == 2 ? 0 : 1;
        }
        long end = killed + LONGEST.toNanos();
        while (pages.entrySet().stream().anyMatch(page -> page.getValue().last() <= known.get(page.getKey()))
                && System.nanoTime() < end) {
            sleep(Duration.ofMillis(20));
        }
        double[] back = pages.entrySet().stream()
                .filter(page -> page.getValue().last() > known.get(page.getKey()))
                .mapToDouble(page -> (page.getValue().lastEventAt() - killed) / 1e6)
                .sorted()
                .toArray();
        int faults =
                pages.values().stream().mapToInt(page -> page.faults().size()).sum();
        lines.put("storm.sockets", "%,d".formatted(sockets));
        lines.put("storm.back", "%,d".formatted(back.length));
        lines.put("storm.p50", millis(back, 0.5));
        lines.put("storm.max", millis(back, 1));
        lines.put("storm.faults", String.valueOf(faults));
        lines.put("storm.refused", String.valueOf(refused));
        System.out.println(lines);
        pages.values().forEach(LivePage::close);
        return back.length == sockets && faults == 0 && refused == 0 && back[back.length - 1] <= 30_000;
    }

    private String line(String key) {
        return lines.getOrDefault(key, "–");
    }

    private void write(Path report, int perSecond) throws Exception {
        String text =
                """
                # Live text at another node, %s, %s

                Java %s, %d processors shared by two nodes, PostgreSQL, %s, the scripted model and all readers. Each turn is written
                in %d pieces, one each %d ms; each conversation is read over a socket at the node where its turns run, and over
                another at the other node. Nobody is told in which of two answers it reads: each has other numbers.

                Command: `%s`

                | | at rest | while nodes and Redis are killed |
                |---|---|---|
                | turns acknowledged | %s | %s |
                | a second (aim %d) | %s | %s |
                | seconds | %s | %s |
                | nodes killed (SIGKILL) | 0 | %s |
                | Redis killed (SIGKILL) | 0 | %s |
                | **lost, doubled, or in a wrong place; acknowledged turns without an end** | %s | %s |
                | which | %s | %s |
                | messages whose shown beginning was another one than the stored (the turn was taken over) | %s | %s |

                | how much later a piece was there at the other node | at rest |
                |---|---|
                | pieces | %s |
                | half | %s |
                | 99 %% | %s |
                | 99.9 %% | %s |
                | the longest | %s |

                | pages that lost their node at the same moment | |
                |---|---|
                | sockets | %s |
                | back at the other node, with what was new | %s |
                | half of them after | %s |
                | the last after | %s |
                | lost or doubled | %s |
                | requests refused meanwhile | %s |
                """
                        .formatted(
                                SERVER,
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                redis == null ? "no Redis (LISTEN and NOTIFY)" : "Redis",
                                PIECES,
                                BETWEEN_PIECES.toMillis(),
                                Campaigns.command(),
                                line("calm.turns"),
                                line("kills.turns"),
                                perSecond,
                                line("calm.rate"),
                                line("kills.rate"),
                                line("calm.seconds"),
                                line("kills.seconds"),
                                line("kills.nodes"),
                                line("kills.redis"),
                                line("calm.faults"),
                                line("kills.faults"),
                                line("calm.kinds"),
                                line("kills.kinds"),
                                line("calm.replaced"),
                                line("kills.replaced"),
                                line("calm.pieces"),
                                line("calm.p50"),
                                line("calm.p99"),
                                line("calm.p999"),
                                line("calm.max"),
                                line("storm.sockets"),
                                line("storm.back"),
                                line("storm.p50"),
                                line("storm.max"),
                                line("storm.faults"),
                                line("storm.refused"));
        Files.writeString(report, text);
    }
}
