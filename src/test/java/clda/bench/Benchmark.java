package clda.bench;

import static clda.bench.Measured.at;
import static clda.bench.Measured.cpuSeconds;
import static clda.bench.Measured.format;
import static clda.bench.Measured.gaps;
import static clda.bench.Measured.median;
import static clda.bench.Measured.rss;

import clda.campaign.Campaigns;
import clda.it.RunningServer;
import clda.it.ServerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The reference turn (a person asks; the model calls a tool in 5 frames; the tool runs; the model answers in 64 frames;
 * everything stored) on the running server, beside the same two calls straight to the simulated model in the same rounds.
 */
public final class Benchmark {

    private static final String QUESTION = "where is order A-1001?";

    private final StringBuilder report = new StringBuilder();
    private final PacedModel model;
    private final RunningServer server;
    private final Load load;
    private final Path gcLog;

    private Benchmark() throws IOException, InterruptedException {
        model = new PacedModel();
        gcLog = Path.of("target/it/bench-gc.log").toAbsolutePath();
        Files.createDirectories(gcLog.getParent());
        Files.deleteIfExists(gcLog);
        server = RunningServer.start(
                "bench",
                Map.of("clda.llm.base-url", model.baseUrl(), "clda.llm.model", "paced-1"),
                ServerStore.chosen(),
                List.of("-Xlog:gc:file=" + gcLog));
        load = new Load(server.uri("/"));
    }

    /** {@code Benchmark REPORT}. */
    public static void main(String[] arguments) throws Exception {
        Benchmark benchmark = new Benchmark();
        try {
            benchmark.run();
        } finally {
            benchmark.server.close();
            benchmark.model.close();
        }
        Files.writeString(Path.of(arguments[0]), benchmark.report);
        System.out.println(benchmark.report);
        System.exit(0);
    }

    private void run() throws Exception {
        line("# Benchmark of the reference turn, " + LocalDate.now());
        line("");
        line("Payara Micro 6.2025.10, embedded store (SQLite, WAL, synchronous=FULL), Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors shared by server, simulated model and load. Command: `" + Campaigns.command() + "`.");
        line("");
        model.pace(0, 0);
        warmUp();
        cpuAtZeroDelay();
        paced();
        prompts();
        storage();
        memory();
        boot();
    }

    private void line(String text) {
        report.append(text).append('\n');
        System.out.println(text);
    }

    private void warmUp() throws Exception {
        double before = Double.MAX_VALUE;
        for (int window = 1; window <= 12; window++) {
            double cpu = cpuPerTurn(() -> load.talk(8, 100, QUESTION), 800);
            System.out.printf("warm-up window %d: %.2f ms CPU a turn%n", window, cpu);
            if (window > 5 && Math.abs(cpu - before) / before < 0.05) {
                return;
            }
            before = cpu;
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private double cpuPerTurn(Work work, int turns) throws Exception {
        double before = cpuSeconds(server.pid());
        work.run();
        return (cpuSeconds(server.pid()) - before) * 1_000 / turns;
    }

    private void cpuAtZeroDelay() throws Exception {
        List<Double> one = new ArrayList<>();
        List<Double> many = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            one.add(cpuPerTurn(() -> load.talk(1, 150, QUESTION), 150));
            long began = System.nanoTime();
            many.add(cpuPerTurn(() -> load.talk(32, 20, QUESTION), 640));
            perSecond.add(640 / ((System.nanoTime() - began) / 1e9));
        }
        line("## CPU of server and store per reference turn, model without delay");
        line("");
        line("| conversations at once | median of 5 rounds | least | most |");
        line("|---|---|---|---|");
        line(format("| 1 | %.2f ms | %.2f | %.2f |", median(one), Collections.min(one), Collections.max(one)));
        line(format(
                "| 32 | %.2f ms (%.0f turns/s) | %.2f | %.2f |",
                median(many), median(perSecond), Collections.min(many), Collections.max(many)));
        line("");
    }

    private void paced() throws Exception {
        model.pace(20, 20);
        line("## Paced model: 20 ms to the first frame, 20 ms between frames");
        line("");
        line(
                "Direct is the same two calls straight to the simulated model in the same round. Values are medians over the rounds.");
        line("");
        line(
                "| conversations | rounds | first text p50, direct | first text p50 | added p50 | added p99 | gap p50 / p99, direct | gap p50 / p99 | turn time ÷ direct, p50 | CPU per turn | pieces lost | RSS |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (int[] level : new int[][] {{1, 5, 4}, {10, 5, 2}, {50, 5, 2}, {200, 3, 2}, {1_000, 3, 1}}) {
            level(level[0], level[1], level[2]);
        }
        line("");
    }

    private void level(int people, int rounds, int turns) throws Exception {
        List<Double> directFirst = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        List<Double> addedP50 = new ArrayList<>();
        List<Double> addedP99 = new ArrayList<>();
        List<Double> directGap50 = new ArrayList<>();
        List<Double> directGap99 = new ArrayList<>();
        List<Double> gap50 = new ArrayList<>();
        List<Double> gap99 = new ArrayList<>();
        List<Double> stretch = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        int lost = 0;
        for (int round = 0; round < rounds; round++) {
            List<Load.Sample> direct = Load.direct(model.port(), people, turns);
            List<Load.Sample> samples = new ArrayList<>();
            cpu.add(cpuPerTurn(() -> samples.addAll(load.talk(people, turns, QUESTION)), people * turns));
            directFirst.add(at(direct, Load.Sample::firstText, 0.5));
            first.add(at(samples, Load.Sample::firstText, 0.5));
            addedP50.add(first.getLast() - directFirst.getLast());
            addedP99.add(at(samples, Load.Sample::firstText, 0.99) - at(direct, Load.Sample::firstText, 0.99));
            directGap50.add(gaps(direct, 0.5));
            directGap99.add(gaps(direct, 0.99));
            gap50.add(gaps(samples, 0.5));
            gap99.add(gaps(samples, 0.99));
            stretch.add(at(samples, Load.Sample::whole, 0.5) / at(direct, Load.Sample::whole, 0.5));
            lost += (int) samples.stream()
                    .filter(sample -> sample.characters() != PacedModel.TEXT_FRAMES * 6)
                    .count();
        }
        line(format(
                "| %d | %d | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %.1f / %.1f | %.1f / %.1f | %.2f | %.2f ms | %d | %.0f MB |",
                people,
                rounds,
                median(directFirst),
                median(first),
                median(addedP50),
                median(addedP99),
                median(directGap50),
                median(directGap99),
                median(gap50),
                median(gap99),
                median(stretch),
                median(cpu),
                lost,
                rss(server.pid())));
    }

    private void prompts() throws Exception {
        model.pace(0, 0);
        line("## Time for a prompt to arrive at the model, first to last byte");
        line("");
        line("| prompt | p50 | p99 |");
        line("|---|---|---|");
        for (int size : new int[] {9_000, 30_000}) {
            model.arrivals().clear();
            load.talk(1, 40, "x".repeat(size));
            List<Double> took = model.arrivals().stream()
                    .filter(arrival -> arrival.bytes() > size)
                    .map(arrival -> arrival.nanos() / 1e6)
                    .sorted()
                    .toList();
            int largest = model.arrivals().stream()
                    .mapToInt(PacedModel.Arrival::bytes)
                    .max()
                    .orElse(0);
            line(format(
                    "| %d KB and more (up to %d KB) | %.2f ms | %.2f ms |",
                    size / 1_000, largest / 1_000, took.get(took.size() / 2), took.get((int) (took.size() * 0.99))));
        }
        line("");
    }

    private void storage() throws Exception {
        long before = stored();
        int turns = 1_000;
        long plain = 0;
        double cpu = cpuPerTurn(() -> load.talk(8, turns / 8, QUESTION), turns);
        // Question, call, result and answer of a reference turn, in UTF-8.
        plain = turns * (long) (QUESTION.length() + 64 * 6 + "find_order{\"orderNumber\":\"A-1001\"}".length() + 213);
        long grown = stored() - before;
        line("## Storage");
        line("");
        line(format(
                "%d turns: %d KB on disk for %d KB of plain text (%.2f×), 7 rows inserted a turn, none updated; %.2f ms CPU a turn.",
                turns, grown / 1_000, plain / 1_000, (double) grown / plain, cpu));
        line("");
    }

    private long stored() throws IOException {
        try (Stream<Path> files = Files.list(server.dataDir())) {
            return files.filter(file -> file.getFileName().toString().equals("clda.db"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void memory() throws Exception {
        long allocatedBefore = allocated();
        load.talk(16, 63, QUESTION);
        double after1000 = rss(server.pid());
        long allocatedAfter = allocated();
        load.talk(16, 563, QUESTION);
        double after10000 = rss(server.pid());
        line("## Memory");
        line("");
        line(format(
                "RSS %.0f MB, and %.0f MB after 9,000 turns more (%.2f×); heap limit 512 MB. Allocated per streamed piece, everything else of the turn included: %.1f KB.",
                after1000,
                after10000,
                after10000 / after1000,
                (allocatedAfter - allocatedBefore) / 1_008.0 / PacedModel.TEXT_FRAMES / 1_000));
        line("");
    }

    /** Bytes allocated so far, as the collector's log tells it. */
    private long allocated() throws IOException {
        Pattern pause = Pattern.compile("Pause.* (\\d+)M->(\\d+)M\\(");
        long sum = 0;
        long left = 0;
        for (String entry : Files.readAllLines(gcLog)) {
            Matcher matcher = pause.matcher(entry);
            if (matcher.find()) {
                sum += Math.max(0, Long.parseLong(matcher.group(1)) - left);
                left = Long.parseLong(matcher.group(2));
            }
        }
        return sum * 1_000_000;
    }

    private void boot() throws Exception {
        Path empty = Path.of("target/it/empty.war").toAbsolutePath();
        try (ZipOutputStream war = new ZipOutputStream(Files.newOutputStream(empty))) {
            war.putNextEntry(new ZipEntry("index.html"));
            war.write("ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            war.closeEntry();
        }
        List<Double> clda = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            bare.add(bootCpu(empty, "/index.html"));
            clda.add(bootCpu(Path.of(System.getProperty("clda.war", "target/clda.war")), "/api/v1/system"));
        }
        line("## Start");
        line("");
        line(format(
                "CPU until the first answer: %.1f s; the same server with an empty WAR: %.1f s (%.2f×; medians of 3 interleaved starts).",
                median(clda), median(bare), median(clda) / median(bare)));
    }

    private static double bootCpu(Path war, String probe) throws Exception {
        try (RunningServer fresh = RunningServer.startWar("boot", war, Map.of(), probe)) {
            return cpuSeconds(fresh.pid());
        }
    }
}
