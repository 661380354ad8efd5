package clda.campaign;

import clda.kit.Postgres;
import clda.kit.SeEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills engines with SIGKILL, again and again at random moments while people talk to them, and then looks whether what they had
 * acknowledged is there and what they did was done once. The world outside lives in this process and counts; the engines live
 * in another, some at a time, each with a database of its own, and die, sometimes before they have come up.
 */
final class KillCampaign {

    /** As many as are usually in a process. */
    static final int ENGINES = 4;

    /** The stores are looked at and begun anew after so many kills of a process, so that they do not grow for ever. */
    private static final int KILLS_OF_ONE_STORE = 100;

    private static final int BEFORE_IT_IS_UP = 10;
    private static final int WAITED_FOR = 20;
    private static final long LONGEST_BOOT_MILLIS = 1_000;
    private static final long LONGEST_LIFE_MILLIS = 700;
    private static final Duration IN_TIME = Duration.ofSeconds(5);

    private final JavaProcess java;
    private final Path dir;
    private final int engines;
    private final boolean postgres;
    private final long seed;
    private final Fault fault;

    /** @param engines in a process: the more, the slower each starts */
    KillCampaign(JavaProcess java, Path dir, int engines, boolean postgres, long seed, Fault fault) {
        this.java = java;
        this.dir = dir;
        this.engines = engines;
        this.postgres = postgres;
        this.seed = seed;
        this.fault = fault;
    }

    /** One that is ready to kill, with its class path and cache in the directory. */
    static JavaProcess prepare(Path dir) throws IOException, InterruptedException {
        JavaProcess java = new JavaProcess(dir.resolve("java"));
        Path training = Files.createDirectories(dir.resolve("training"));
        for (int i = 0; i < ENGINES; i++) {
            Files.createDirectories(training.resolve("engine-" + i));
        }
        try (Sinks sinks = new Sinks(training.resolve("sink.db"), 0)) {
            List<String> arguments = new ArrayList<>(
                    setup(training, sinks, embedded(), false, Fault.NONE).arguments());
            arguments.add("0");
            arguments.add("4000");
            java.train(DoomedEngine.class, arguments);
        }
        return java;
    }

    private static List<String> embedded() {
        return Collections.nCopies(ENGINES, "");
    }

    private static DoomedEngine.Setup setup(
            Path place, Sinks sinks, List<String> databases, boolean migrated, Fault fault) {
        return new DoomedEngine.Setup(
                place,
                sinks.httpPort(),
                sinks.mailPort(),
                sinks.database(),
                databases,
                migrated,
                "doomed",
                Duration.ofSeconds(6),
                fault);
    }

    /**
     * Kills.
     *
     * @param kills of engines; of all processes together
     * @param workers how many processes live and die at the same time, each with a world of its own
     * @param end when to begin no new stores, although not all kills are done
     */
    Findings run(int kills, int workers, Instant end) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(kills / engines);
        AtomicInteger batches = new AtomicInteger();
        Callable<Findings> worker = () -> {
            Findings all = Findings.NOTHING;
            while (true) {
                int mine = left.getAndUpdate(n -> Math.max(0, n - KILLS_OF_ONE_STORE));
                if (mine <= 0 || Instant.now().isAfter(end)) {
                    return all;
                }
                int batch = batches.incrementAndGet();
                Findings findings = new Batch(batch).run(Math.min(mine, KILLS_OF_ONE_STORE));
                System.out.println("batch " + batch + ": " + findings.kills() + " kills, " + findings.acknowledged()
                        + " acknowledged, wrong: " + findings.wrong());
                all = all.and(findings);
            }
        };
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            Findings all = Findings.NOTHING;
            for (Future<Findings> part : pool.invokeAll(Collections.nCopies(workers, worker))) {
                all = all.and(part.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** One store from its beginning to the look at it. */
    private final class Batch {
        private final Random random;
        private final Path place;
        private final long batchSeed;
        private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Integer> found = new TreeMap<>();
        private final AtomicInteger settledLines = new AtomicInteger();
        private int invalid;
        private int inTime;
        private int late;
        private Duration slowest = Duration.ZERO;

        Batch(int number) throws IOException {
            this.batchSeed = seed * 1_000 + number;
            this.random = new Random(batchSeed);
            this.place = Files.createDirectories(dir.resolve("batch-" + batchSeed + "-" + fault));
        }

        Findings run(int kills) throws IOException, InterruptedException {
            List<String> databases = databases();
            try (Sinks sinks = new Sinks(place.resolve("sink.db"), batchSeed)) {
                boolean migrated = false;
                for (int kill = 1; kill <= kills; kill++) {
                    boolean early = migrated && random.nextInt(BEFORE_IT_IS_UP) == 0;
                    Process engine = start(setup(place, sinks, databases, migrated, fault), kill);
                    if (early) {
                        killBeforeItIsUp(engine);
                    } else {
                        killAfterItIsUp(engine, kill % WAITED_FOR == 0);
                        migrated = true;
                    }
                }
                return look(sinks, databases, kills);
            }
        }

        private List<String> databases() throws IOException {
            List<String> databases = new ArrayList<>();
            for (int i = 0; i < engines; i++) {
                Files.createDirectories(place.resolve("engine-" + i));
                databases.add(postgres ? Postgres.shared().url(Postgres.shared().newDatabase()) : "");
            }
            return databases;
        }

        private Process start(DoomedEngine.Setup setup, int kill) {
            List<String> arguments = new ArrayList<>(setup.arguments());
            arguments.add(String.valueOf(batchSeed * 31 + kill));
            arguments.add("0");
            return java.start(DoomedEngine.class, arguments, place.resolve("engine.log"));
        }

        private void killBeforeItIsUp(Process engine) throws InterruptedException, IOException {
            Thread.sleep(random.nextLong(LONGEST_BOOT_MILLIS));
            engine.destroyForcibly();
            try (BufferedReader out = engine.inputReader()) {
                read(out);
            }
            engine.waitFor(10, TimeUnit.SECONDS);
        }

        private void killAfterItIsUp(Process engine, boolean whenSettled) throws IOException, InterruptedException {
            settledLines.set(0);
            Instant began = Instant.now();
            long life = random.nextLong(LONGEST_LIFE_MILLIS);
            try (BufferedReader out = engine.inputReader()) {
                if (!readUntil(out, "UP")) {
                    throw new IllegalStateException("the engine did not come up; see " + place.resolve("engine.log"));
                }
                if (whenSettled) {
                    Thread watch = Thread.ofVirtual().start(() -> {
                        CampaignModel.pause(20_000);
                        engine.destroyForcibly();
                    });
                    boolean settled = true;
                    while (settledLines.get() < engines && settled) {
                        settled = readUntil(out, "SETTLED");
                    }
                    watch.interrupt();
                    Duration took = Duration.between(began, Instant.now());
                    slowest = took.compareTo(slowest) > 0 ? took : slowest;
                    if (settled && took.compareTo(IN_TIME) <= 0) {
                        inTime++;
                    } else {
                        late++;
                    }
                }
                Thread killer = Thread.ofVirtual().start(() -> {
                    CampaignModel.pause((int) life);
                    engine.destroyForcibly();
                });
                read(out);
                killer.join();
            }
            engine.waitFor(10, TimeUnit.SECONDS);
        }

        private boolean readUntil(BufferedReader out, String word) throws IOException {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                take(line);
                if (line.equals(word)) {
                    return true;
                }
            }
            return false;
        }

        private void read(BufferedReader out) {
            try {
                readUntil(out, "");
            } catch (IOException e) {
                // A line was cut by the kill.
            }
        }

        private void take(String line) {
            if (line.startsWith("ACK ")) {
                acknowledged.add(line.substring(4));
            } else if (line.startsWith("INVALID ")) {
                invalid++;
                System.out.println(line);
            } else if (line.equals("SETTLED")) {
                settledLines.incrementAndGet();
            } else if (line.startsWith("FOUND ")) {
                for (String kind : line.substring(6).split(" ")) {
                    int equals = kind.indexOf('=');
                    if (equals > 0) {
                        found.merge(
                                kind.substring(0, equals), Integer.parseInt(kind.substring(equals + 1)), Integer::sum);
                    }
                }
            }
        }

        private Findings look(Sinks sinks, List<String> databases, int kills) {
            Map<String, Integer> outside = sinks.counted();
            Findings all = Findings.NOTHING;
            Set<String> asked = new HashSet<>();
            for (int i = 0; i < engines; i++) {
                String prefix = i + " ";
                List<String> its = acknowledged.stream()
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()))
                        .toList();
                try (SeEngine engine = setup(place, sinks, databases, true, fault)
                        .open(i, new Random(1))
                        .start()) {
                    awaitTasks(engine, patience(fault));
                    Inspection inspection = new Inspection(engine, its, sinks.counted(), patience(fault));
                    all = all.and(inspection.of()).and(Findings.damaged(Inspection.swapped(engine)));
                    asked.addAll(inspection.asked());
                }
            }
            outside.putAll(sinks.counted());
            int stray = (int) outside.keySet().stream()
                    .filter(ref -> !asked.contains(ref))
                    .count();
            return all.and(Findings.ofBatch(
                    kills * engines, outside.size(), sinks.doubled(), stray, invalid, slowest, inTime, late, found));
        }
    }

    /** Until when to wait for what is open: what a planted fault has broken never comes to an end. */
    static Instant patience(Fault fault) {
        return Instant.now().plusSeconds(fault == Fault.NONE ? 90 : 10);
    }

    /** Waits until nothing is open that can come to its end by itself or by an approval. */
    static void awaitTasks(SeEngine engine, Instant end) {
        while (Instant.now().isBefore(end)) {
            DoomedEngine.approveWhatWaits(engine);
            Number open = engine.store().read(entities -> (Number) entities.createNativeQuery(
                            "select"
                                    + " (select count(*) from background_task where state in ('waiting', 'running'))"
                                    + " + (select count(*) from running_turn) + (select count(*) from approval where state = 'pending')")
                    .getSingleResult());
            if (open.intValue() == 0) {
                return;
            }
            CampaignModel.pause(50);
        }
    }

    /** {@code KillCampaign KILLS SEED STORE ENGINES WORKERS MINUTES REPORT}, the store being {@code embedded} or {@code postgresql}. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        boolean postgres = arguments[2].equals("postgresql");
        int engines = Integer.parseInt(arguments[3]);
        int workers = Integer.parseInt(arguments[4]);
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "kill-");
        Instant began = Instant.now();
        Instant end = began.plus(Duration.ofMinutes(Long.parseLong(arguments[5])));
        Findings findings =
                new KillCampaign(prepare(dir), dir, engines, postgres, seed, Fault.NONE).run(kills, workers, end);
        Duration took = Duration.between(began, Instant.now());
        System.out.println(findings.report());
        Files.writeString(
                Path.of(arguments[6]),
                "# Kill campaign, %s, %s%n%nJava %s, %s, %d processors, %d processes of %d engines at a time, %d min.%n%nCommand: `%s`%n%n%s"
                        .formatted(
                                postgres ? "PostgreSQL" : "embedded store",
                                LocalDate.now(),
                                Runtime.version(),
                                postgres
                                        ? "PostgreSQL 17 synchronous_commit=on"
                                        : "SQLite journal_mode=WAL synchronous=FULL",
                                Runtime.getRuntime().availableProcessors(),
                                workers,
                                engines,
                                took.toMinutes(),
                                Campaigns.command(),
                                findings.report()));
        System.exit(findings.clean() ? 0 : 1);
    }
}
