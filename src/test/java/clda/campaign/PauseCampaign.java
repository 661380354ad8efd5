package clda.campaign;

import clda.kit.Postgres;
import clda.kit.SeEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two nodes on one PostgreSQL with people talking to both, of which one after the other is stopped with SIGSTOP for longer than
 * its lease: the other takes over, and what the stopped one wants to write when it goes on is refused.
 */
final class PauseCampaign {

    private static final Duration LEASE = Duration.ofMillis(1_000);
    private static final String[] NODES = {"left", "right"};

    private final JavaProcess java;
    private final Path dir;
    private final long seed;
    private final Fault fault;
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger invalid = new AtomicInteger();
    private final AtomicInteger fenced = new AtomicInteger();

    PauseCampaign(JavaProcess java, Path dir, long seed, Fault fault) {
        this.java = java;
        this.dir = dir;
        this.seed = seed;
        this.fault = fault;
    }

    Findings run(int pauses) throws IOException, InterruptedException {
        Random random = new Random(seed);
        Path place = Files.createDirectories(dir.resolve("pauses-" + seed + "-" + fault));
        String database = Postgres.shared().url(Postgres.shared().newDatabase());
        try (Sinks sinks = new Sinks(place.resolve("sink.db"), seed)) {
            List<Process> nodes = new ArrayList<>();
            Path keys = Files.createDirectories(place.resolve("shared"));
            for (int i = 0; i < NODES.length; i++) {
                nodes.add(start(setup(place, sinks, database, i > 0, NODES[i], fault), keys, i));
            }
            for (int pause = 0; pause < pauses; pause++) {
                Process stopped = nodes.get(pause % NODES.length);
                Thread.sleep(200L + random.nextInt(400));
                signal(stopped, "STOP");
                Thread.sleep(LEASE.toMillis() + 700L + random.nextInt(600));
                signal(stopped, "CONT");
            }
            Thread.sleep(1_000);
            for (Process node : nodes) {
                node.destroyForcibly();
                node.waitFor(10, TimeUnit.SECONDS);
            }
            return look(place, sinks, database, pauses);
        }
    }

    private DoomedEngine.Setup setup(
            Path place, Sinks sinks, String database, boolean migrated, String node, Fault planted) {
        return new DoomedEngine.Setup(
                place.resolve("shared"),
                sinks.httpPort(),
                sinks.mailPort(),
                sinks.database(),
                List.of(database),
                migrated,
                node,
                LEASE,
                planted);
    }

    private Process start(DoomedEngine.Setup setup, Path keys, int number) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(setup.arguments());
        arguments.add(String.valueOf(seed + number));
        arguments.add("0");
        Files.createDirectories(keys.resolve("engine-0"));
        Process node = java.start(DoomedEngine.class, arguments, keys.resolve(setup.node() + ".log"));
        BufferedReader out = node.inputReader();
        for (String line = out.readLine(); !"UP".equals(line); line = out.readLine()) {
            if (line == null) {
                throw new IllegalStateException("node " + setup.node() + " did not come up; see " + keys);
            }
        }
        Thread.ofVirtual().start(() -> read(out));
        return node;
    }

    private void read(BufferedReader out) {
        try (out) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ACK ")) {
                    acknowledged.add(line.substring(line.indexOf(' ', 4) + 1));
                } else if (line.startsWith("INVALID ")) {
                    invalid.incrementAndGet();
                }
            }
        } catch (IOException e) {
            // It was killed in the middle of a line.
        }
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private Findings look(Path place, Sinks sinks, String database, int pauses) throws IOException {
        for (String node : NODES) {
            Path log = place.resolve("shared").resolve(node + ".log");
            try (var lines = Files.lines(log)) {
                fenced.addAndGet((int)
                        lines.filter(line -> line.contains("which joins anew")).count());
            }
        }
        try (SeEngine engine = setup(place, sinks, database, true, "left", fault)
                .open(0, new Random(1))
                .start()) {
            KillCampaign.awaitTasks(engine, KillCampaign.patience(fault));
            Inspection inspection = new Inspection(engine, acknowledged, sinks.counted(), KillCampaign.patience(fault));
            Findings seen = inspection.of();
            Map<String, Integer> outside = sinks.counted();
            Set<String> asked = new HashSet<>(inspection.asked());
            int stray = (int) outside.keySet().stream()
                    .filter(ref -> !asked.contains(ref))
                    .count();
            return seen.and(Findings.ofBatch(
                    pauses,
                    outside.size(),
                    sinks.doubled(),
                    stray,
                    invalid.get(),
                    Duration.ZERO,
                    0,
                    0,
                    Map.of("nodes fenced", fenced.get())));
        }
    }

    /** {@code PauseCampaign PAUSES SEED REPORT}. */
    public static void main(String[] arguments) throws Exception {
        int pauses = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "pause-");
        Findings findings = new PauseCampaign(KillCampaign.prepare(dir), dir, seed, Fault.NONE).run(pauses);
        String report =
                """
                # Nodes that are stopped for longer than their lease, %s

                Java %s, PostgreSQL 17, %d processors, two nodes, lease %d ms.

                Command: `%s`

                %s
                """
                        .formatted(
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                LEASE.toMillis(),
                                Campaigns.command(),
                                findings.report().replace("engines killed", "times that a node was stopped"));
        System.out.println(report);
        Files.writeString(Path.of(arguments[2]), report);
        System.exit(findings.clean() ? 0 : 1);
    }
}
