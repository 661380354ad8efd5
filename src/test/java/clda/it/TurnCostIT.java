package clda.it;

import static org.assertj.core.api.Assertions.assertThat;

import clda.kit.OtlpReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What a turn costs the server's process with each collector, and with and without a cache of statements in the pool: each
 * combination on an empty database, the same turns, in turn and then again in the reverse order, so that whatever else the
 * machine does falls on all. Also what traces cost.
 */
class TurnCostIT {

    private static final String SERVER = System.getProperty("clda.server", "payara");
    private static final int TURNS = Integer.getInteger("clda.cost.turns", 3_000);
    private static final int WARM_UP = Integer.getInteger("clda.cost.warm-up", 2_000);
    private static final int ROUNDS = Integer.getInteger("clda.cost.rounds", 2);
    private static final int AT_ONCE = 16;
    private static final int TURNS_OF_A_CONVERSATION = 25;
    private static final List<String> SAID =
            List.of("where is order A-1001?", "show me the sales of this year", "remember that I prefer short answers");

    private record Variant(String collector, ServerStore store) {
        @Override
        public String toString() {
            return collector + ", " + store.name().replaceAll(".*/", "");
        }
    }

    /** @param cpu of the server for one turn */
    private record Cost(Duration cpu, double turnsEachSecond) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void whatATurnCosts() throws Exception {
        List<Variant> variants = new ArrayList<>();
        for (String collector : List.of("UseG1GC", "UseParallelGC")) {
            variants.add(new Variant(collector, ServerStore.EMBEDDED));
            variants.add(new Variant(collector, withoutCache()));
        }
        Map<String, List<Cost>> costs = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Variant variant : round % 2 == 0 ? variants : variants.reversed()) {
                costs.computeIfAbsent(variant.toString(), any -> new ArrayList<>())
                        .add(cost(variant.collector, variant.store, Map.of()));
            }
        }

        tell(costs);
        assertThat(costs).hasSize(4);
    }

    /** Traces off, a tenth of the turns traced, and all of them, with a collector on the same machine. */
    @Test
    void whatTracesCost() throws Exception {
        Map<String, List<Cost>> costs = new TreeMap<>();
        try (OtlpReceiver collector = new OtlpReceiver()) {
            Map<String, Map<String, String>> variants = new TreeMap<>();
            variants.put("traces off", Map.of());
            for (String ratio : List.of("0.1", "1")) {
                variants.put(
                        "a share of " + ratio + " traced",
                        Map.of("clda.traces.endpoint", collector.endpoint(), "clda.traces.ratio", ratio));
            }
            for (int round = 0; round < ROUNDS; round++) {
                List<String> order = new ArrayList<>(variants.keySet());
                for (String variant : round % 2 == 0 ? order : order.reversed()) {
                    costs.computeIfAbsent(variant, any -> new ArrayList<>())
                            .add(cost("UseParallelGC", ServerStore.EMBEDDED, variants.get(variant)));
                }
            }
        }
        tell(costs);
        assertThat(costs).hasSize(3);
    }

    private static void tell(Map<String, List<Cost>> costs) {
        costs.forEach((variant, each) -> System.out.printf(
                Locale.ROOT,
                "a turn on %s with %s: %s ms of processor time, %s turns/s%n",
                SERVER,
                variant,
                each.stream()
                        .map(cost -> String.format(Locale.ROOT, "%.2f", cost.cpu.toNanos() / 1e6))
                        .toList(),
                each.stream()
                        .map(cost -> String.format(Locale.ROOT, "%.0f", cost.turnsEachSecond))
                        .toList()));
    }

    /** The same store as it is delivered, but for the cache. */
    private static ServerStore withoutCache() throws IOException {
        Path build = Path.of(System.getProperty("clda.build", "target"));
        if (SERVER.equals("wildfly")) {
            Path configuration = build.resolve("wildfly/standalone/configuration");
            String delivered = Files.readString(configuration.resolve("clda-embedded.xml"));
            Files.writeString(
                    configuration.resolve("clda-no-cache.xml"),
                    changed(delivered, "<prepared-statement-cache-size>\\d+</prepared-statement-cache-size>"));
            return new ServerStore("no-cache", Map.of());
        }
        String delivered = Files.readString(Path.of("server-config/payara/embedded.asadmin"));
        Path file = Files.createDirectories(build.resolve("it/cost")).resolve("no-cache.asadmin");
        Files.writeString(file, changed(delivered, "--statementcachesize \\d+ "));
        String name = Path.of("server-config/payara")
                .toAbsolutePath()
                .relativize(file.toAbsolutePath())
                .toString();
        return new ServerStore(name.substring(0, name.length() - ".asadmin".length()), Map.of());
    }

    private static String changed(String delivered, String without) {
        String changed = delivered.replaceAll(without, "");
        assertThat(changed).isNotEqualTo(delivered);
        return changed;
    }

    private Cost cost(String collector, ServerStore store, Map<String, String> properties) throws Exception {
        try (RunningServer server = RunningServer.start("cost", properties, store, List.of("-XX:+" + collector))) {
            String token = Client.signedIn(server, "alice").token();
            says(server, token, WARM_UP);
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            Duration before = process.info().totalCpuDuration().orElseThrow();
            long began = System.nanoTime();
            says(server, token, TURNS);
            double seconds = (System.nanoTime() - began) / 1e9;
            Duration cpu = process.info().totalCpuDuration().orElseThrow().minus(before);
            return new Cost(cpu.dividedBy(TURNS), TURNS / seconds);
        }
    }

    private void says(RunningServer server, String token, int turns) throws Exception {
        try (ExecutorService people = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> talks = new ArrayList<>();
            for (int talk = 0; talk < turns / TURNS_OF_A_CONVERSATION; talk++) {
                talks.add(people.submit(() -> {
                    String id = send(server, token, "/api/v1/conversations", "{}")
                            .replaceAll(".*?\"id\":\"([^\"]+)\".*", "$1");
                    for (int turn = 0; turn < TURNS_OF_A_CONVERSATION; turn++) {
                        String answer = send(
                                server,
                                token,
                                "/api/v1/conversations/" + id + "/turns",
                                "{\"text\":\"" + SAID.get(turn % SAID.size()) + "\"}");
                        assertThat(answer).contains("\"state\":\"completed\"");
                    }
                    return null;
                }));
            }
            for (Future<?> talk : talks) {
                talk.get();
            }
        }
    }

    private String send(RunningServer server, String token, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=60")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
