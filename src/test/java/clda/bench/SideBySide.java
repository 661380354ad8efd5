package clda.bench;

import static clda.bench.Measured.at;
import static clda.bench.Measured.cpuSeconds;
import static clda.bench.Measured.format;
import static clda.bench.Measured.median;
import static clda.bench.Measured.rss;

import clda.campaign.Campaigns;
import clda.it.RunningServer;
import clda.it.ServerStore;
import clda.kit.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Both servers with both stores, the same load on each in turn: start, memory, CPU, time to the first text. */
public final class SideBySide {

    private static final String QUESTION = "where is order A-1001?";
    private static final int ROUNDS = 5;
    private static final int PACED_ROUNDS = 3;
    private static final int STARTS = 3;
    private static final int[] PEOPLE = {10, 50};

    /** One pair of server and store, and what was read of it. */
    private static final class Pair {
        private final String product;
        private final boolean postgres;
        private final List<Double> bootSeconds = new ArrayList<>();
        private final List<Double> bootCpu = new ArrayList<>();
        private final List<Double> cpuAlone = new ArrayList<>();
        private final List<Double> cpuTogether = new ArrayList<>();
        private final List<Double> perSecond = new ArrayList<>();
        private final Map<Integer, List<Double>> added = new TreeMap<>();
        private RunningServer server;
        private Load load;
        private double rssIdle;
        private double rssAfter;

        Pair(String product, boolean postgres) {
            this.product = product;
            this.postgres = postgres;
        }

        String name() {
            return product + ", " + (postgres ? "PostgreSQL" : "embedded");
        }
    }

    private final PacedModel model = new PacedModel();
    private final Postgres database;
    private final List<Pair> pairs = List.of(
            new Pair("payara", false), new Pair("payara", true), new Pair("wildfly", false), new Pair("wildfly", true));
    private final StringBuilder report = new StringBuilder();

    private SideBySide() throws IOException {
        database = Postgres.start(
                Files.createTempDirectory(Path.of("target"), "bench-").toAbsolutePath());
    }

    /** {@code SideBySide REPORT}. */
    public static void main(String[] arguments) throws Exception {
        SideBySide bench = new SideBySide();
        try {
            bench.run();
        } finally {
            for (Pair pair : bench.pairs) {
                if (pair.server != null) {
                    pair.server.close();
                }
            }
            bench.model.close();
            bench.database.close();
        }
        Files.writeString(Path.of(arguments[0]), bench.report);
        System.out.println(bench.report);
        System.exit(0);
    }

    private void run() throws Exception {
        for (int start = 0; start < STARTS; start++) {
            for (Pair pair : pairs) {
                if (pair.server != null) {
                    pair.server.close();
                }
                long began = System.nanoTime();
                pair.server = start(pair);
                pair.bootSeconds.add((System.nanoTime() - began) / 1e9);
                pair.bootCpu.add(cpuSeconds(pair.server.pid()));
            }
        }
        model.pace(0, 0);
        for (Pair pair : pairs) {
            pair.rssIdle = rss(pair.server.pid());
            pair.load = new Load(pair.server.uri("/"));
            for (int window = 0; window < 6; window++) {
                pair.load.talk(8, 100, QUESTION);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            System.out.println("round " + round);
            for (Pair pair : pairs) {
                unpaced(pair);
            }
        }
        model.pace(20, 20);
        for (int people : PEOPLE) {
            for (int round = 0; round < PACED_ROUNDS; round++) {
                double direct = at(Load.direct(model.port(), people, 2), Load.Sample::firstText, 0.5);
                for (Pair pair : pairs) {
                    double through = at(pair.load.talk(people, 2, QUESTION), Load.Sample::firstText, 0.5);
                    pair.added.computeIfAbsent(people, key -> new ArrayList<>()).add(through - direct);
                }
            }
        }
        for (Pair pair : pairs) {
            pair.rssAfter = rss(pair.server.pid());
        }
        write();
    }

    private RunningServer start(Pair pair) {
        return RunningServer.start(
                "side-" + pair.product + (pair.postgres ? "-postgresql" : ""),
                pair.product,
                Map.of("clda.llm.base-url", model.baseUrl(), "clda.llm.model", "paced-1"),
                pair.postgres ? ServerStore.on(database) : ServerStore.EMBEDDED,
                List.of());
    }

    private void unpaced(Pair pair) throws Exception {
        double before = cpu(pair);
        pair.load.talk(1, 100, QUESTION);
        double between = cpu(pair);
        long began = System.nanoTime();
        pair.load.talk(32, 15, QUESTION);
        double seconds = (System.nanoTime() - began) / 1e9;
        pair.cpuAlone.add((between - before) * 1_000 / 100);
        pair.cpuTogether.add((cpu(pair) - between) * 1_000 / 480);
        pair.perSecond.add(480 / seconds);
    }

    /** Of the server and, where there is one, of the database. */
    private double cpu(Pair pair) throws IOException {
        double sum = cpuSeconds(pair.server.pid());
        if (pair.postgres) {
            for (long process : database.processes()) {
                sum += cpuSeconds(process);
            }
        }
        return sum;
    }

    private void write() {
        line("# Both servers, both stores, " + LocalDate.now());
        line("");
        line(
                "Payara Micro 6.2025.10, WildFly 39.0.1, SQLite (WAL, synchronous=FULL), PostgreSQL 17 (synchronous_commit=on, on the same machine and disk), Java "
                        + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors()
                        + " processors shared by everything; -Xmx512m. The four servers run beside each other and get the same load in turn; values are medians of "
                        + ROUNDS + " rounds (" + PACED_ROUNDS + " of the paced ones), of " + STARTS
                        + " starts. Command: `" + Campaigns.command() + "`.");
        line("");
        line("| | " + String.join(" | ", pairs.stream().map(Pair::name).toList()) + " |");
        line("|---|---|---|---|---|");
        row("start until the first answer, s", "%.1f", pair -> median(pair.bootSeconds));
        row("CPU of the start, s", "%.1f", pair -> median(pair.bootCpu));
        row("RSS after the start, MB", "%.0f", pair -> pair.rssIdle);
        row("RSS after the load, MB", "%.0f", pair -> pair.rssAfter);
        row("CPU per turn of server and store, one conversation, ms", "%.2f", pair -> median(pair.cpuAlone));
        row("CPU per turn, 32 conversations, ms", "%.2f", pair -> median(pair.cpuTogether));
        row("turns per second, 32 conversations", "%.0f", pair -> median(pair.perSecond));
        for (int people : PEOPLE) {
            row(
                    "added time to the first text, p50, " + people + " conversations, ms",
                    "%.1f",
                    pair -> median(pair.added.get(people)));
        }
        line("");
        line(
                "The reference turn: a question, a model call that asks for one tool, the tool, a second call that streams 64 pieces. Added is what comes on top of the same two calls made straight to the simulated model in the same round.");
    }

    private interface Reading {
        double of(Pair pair);
    }

    private void row(String what, String format, Reading reading) {
        line("| " + what + " | "
                + String.join(
                        " | ",
                        pairs.stream()
                                .map(pair -> format(format, reading.of(pair)))
                                .toList())
                + " |");
    }

    private void line(String text) {
        report.append(text).append('\n');
    }
}
