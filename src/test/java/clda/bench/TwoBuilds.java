package clda.bench;

import static clda.bench.Measured.cpuSeconds;
import static clda.bench.Measured.format;
import static clda.bench.Measured.mean;
import static clda.bench.Measured.quantile;

import clda.campaign.Campaigns;
import clda.it.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a turn costs in this build and in another one; both run beside each other and get the same load in turn. */
public final class TwoBuilds {

    private static final String QUESTION = "where is order A-1001?";
    private static final int WARM_UP_WINDOWS = 6;
    private static final int ALONE = 300;
    private static final int PEOPLE = 32;
    private static final int TURNS_OF_EACH = 30;

    private static final class Build implements AutoCloseable {
        private final RunningServer server;
        private final Load load;
        private final List<Double> alone = new ArrayList<>();
        private final List<Double> together = new ArrayList<>();

        Build(String name, Path war, PacedModel model) throws IOException, InterruptedException {
            server = RunningServer.startWar(
                    "build-" + name,
                    war,
                    Map.of("clda.llm.base-url", model.baseUrl(), "clda.llm.model", "paced-1"),
                    List.of());
            load = new Load(server.uri("/"));
        }

        void warmUp() throws Exception {
            for (int window = 0; window < WARM_UP_WINDOWS; window++) {
                load.talk(8, 100, QUESTION);
            }
        }

        void round() throws Exception {
            double before = cpuSeconds(server.pid());
            load.talk(1, ALONE, QUESTION);
            double between = cpuSeconds(server.pid());
            load.talk(PEOPLE, TURNS_OF_EACH, QUESTION);
            alone.add((between - before) * 1_000 / ALONE);
            together.add((cpuSeconds(server.pid()) - between) * 1_000 / (PEOPLE * TURNS_OF_EACH));
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private TwoBuilds() {}

    /** {@code TwoBuilds WAR-OF-BEFORE ROUNDS REPORT}. */
    public static void main(String[] arguments) throws Exception {
        Path before = Path.of(arguments[0]);
        if (!Files.isRegularFile(before)) {
            throw new IllegalArgumentException("--before has to be the WAR of another build, not " + before);
        }
        int rounds = Integer.parseInt(arguments[1]);
        String report;
        try (PacedModel model = new PacedModel();
                Build old = new Build("before", before, model);
                Build now = new Build("now", Path.of("target/clda.war"), model)) {
            model.pace(0, 0);
            old.warmUp();
            now.warmUp();
            for (int round = 0; round < rounds; round++) {
                System.out.println("round " + round);
                // Whoever is second finds the machine as the first has left it, so they take turns.
                List<Build> inTurn = round % 2 == 0 ? List.of(old, now) : List.of(now, old);
                for (Build build : inTurn) {
                    build.round();
                }
            }
            report = report(old, now, rounds);
        }
        Files.writeString(Path.of(arguments[2]), report);
        System.out.println(report);
        System.exit(0);
    }

    private static String report(Build old, Build now, int rounds) {
        return "# What a turn costs, in two builds, " + LocalDate.now() + "\n\n"
                + "Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors shared by everything, SQLite; means of "
                + rounds + " rounds, in which both builds get the same load in turn. Command: `" + Campaigns.command()
                + "`.\n\n"
                + "| CPU of the server per turn, ms | before | now | now : before | in single rounds, lowest quarter to highest |\n|---|---:|---:|---:|---|\n"
                + row("one conversation", old.alone, now.alone)
                + row(PEOPLE + " conversations", old.together, now.together);
    }

    private static String row(String what, List<Double> before, List<Double> now) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            ratios.add(now.get(i) / before.get(i));
        }
        return format(
                "| %s | %.2f | %.2f | %.2f | %.2f to %.2f |\n",
                what,
                mean(before),
                mean(now),
                mean(now) / mean(before),
                quantile(ratios, 0.25),
                quantile(ratios, 0.75));
    }
}
