package clda.campaign;

import clda.agent.TokenCounter;
import clda.agent.TurnLimits;
import clda.kit.Clda;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.StrictHistory;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** One conversation of a thousand turns: what each turn costs, and what is left of the third. */
final class LongConversation {

    private static final TurnLimits LIMITS = new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 4_000);
    private static final int STEP = 50;
    private static final int WARM_UP = 3_000;
    private static final int ROUNDS = 5;
    private static final List<String> FACTS = List.of("Li Wei 李伟", "A-1001", "li.wei@example.com", "create_ticket");

    /** @param toFirstWord from saying it to the first word of the answer */
    private record Cost(long toFirstWord, long tokens, long heap, long store) {}

    private static final class Chatter implements ModelClient {
        private final List<ModelRequest> asked = new ArrayList<>();
        private volatile long firstWordAt;
        private volatile long refused;

        @Override
        public String name() {
            return "chatter";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            asked.add(request);
            refused += StrictHistory.problem(request.messages()).isPresent() ? 1 : 0;
            int turn = asked.size() + request.messages().size();
            boolean acts = request.messages().getLast().toString().contains("My name is");
            if (acts) {
                return ModelReply.calls(
                        name(),
                        List.of(ScriptedModel.call(
                                "create_ticket", "{\"title\":\"A-1001 is late\",\"priority\":\"high\"}")));
            }
            String text = "Answer " + turn + ": " + "and so it goes on. ".repeat(3 + turn % 7);
            firstWordAt = System.nanoTime();
            shown.text(text);
            return ModelReply.text(name(), text, null);
        }
    }

    private LongConversation() {}

    /** What the events take, encrypted; files grow by pages and are emptied when it suits them. */
    private static long stored(Clda clda) {
        return clda.engine().store().read(entities -> ((Number)
                        entities.createNativeQuery("select coalesce(sum(length(payload)), 0) from event")
                                .getSingleResult())
                .longValue());
    }

    private static String text(ModelRequest request) {
        return request.messages().stream().map(ModelMessage::toString).collect(Collectors.joining("\n"));
    }

    private static long median(List<Cost> costs, int from, int to, ToLongFunction<Cost> what) {
        long[] sorted =
                costs.subList(from, to).stream().mapToLong(what).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** So that one pause of the machine is not taken for a trend. */
    private static List<Double> running(List<Cost> costs, ToDoubleFunction<Cost> what) {
        List<Double> medians = new ArrayList<>();
        for (int turn = 0; turn < costs.size(); turn++) {
            double[] sorted = costs.subList(Math.max(0, turn - 24), turn + 1).stream()
                    .mapToDouble(what)
                    .sorted()
                    .toArray();
            medians.add(sorted[sorted.length / 2]);
        }
        return medians;
    }

    private static double mean(List<Cost> costs, int from, int to, ToLongFunction<Cost> what) {
        return costs.subList(from, to).stream().mapToLong(what).average().orElse(0);
    }

    private static List<Cost> talk(Path dir, Chatter model, int turns) throws IOException {
        Files.createDirectories(dir);
        TokenCounter counter = new TokenCounter();
        List<Cost> costs = new ArrayList<>();
        try (Clda clda = Clda.opens(new SeEngine.Options(dir, model).limits(LIMITS))) {
            for (int turn = 1; turn <= turns; turn++) {
                model.asked.clear();
                String said = turn == 3
                        ? "My name is Li Wei 李伟. Open a ticket: order A-1001 is late. Write to li.wei@example.com."
                        : "Question " + turn + ": " + "tell me more 请继续 ".repeat(1 + turn % 5);
                long began = System.nanoTime();
                clda.says(said);
                long first = model.firstWordAt - began;
                costs.add(new Cost(first, counter.count(text(model.asked.getLast())), heap(turn), stored(clda)));
            }
        }
        return costs;
    }

    /** @param args turns, report */
    public static void main(String[] args) throws Exception {
        int turns = Integer.parseInt(args[0]);
        Path dir = Files.createTempDirectory("clda-long");
        Chatter model = new Chatter();
        Files.createDirectories(dir.resolve("warm"));
        try (Clda warm = Clda.opens(new SeEngine.Options(dir.resolve("warm"), model).limits(LIMITS))) {
            for (int i = 0; i < WARM_UP; i++) {
                warm.says("Warm up " + i);
            }
        }
        // The machine has pauses of its own; what a turn costs is what it costs without.
        List<Cost> costs = talk(dir.resolve("talk-1"), model, turns);
        for (int round = 2; round <= ROUNDS; round++) {
            List<Cost> again = talk(dir.resolve("talk-" + round), model, turns);
            for (int turn = 0; turn < turns; turn++) {
                Cost last = again.get(turn);
                long least = Math.min(costs.get(turn).toFirstWord, last.toFirstWord);
                costs.set(turn, new Cost(least, last.tokens, last.heap, last.store));
            }
        }
        String last = text(model.asked.getLast());
        boolean kept = FACTS.stream().allMatch(last::contains);
        long invalid = model.refused;
        StringBuilder report = new StringBuilder("# A conversation of " + turns + " turns\n\n");
        report.append(LocalDate.now(Clock.systemUTC()))
                .append(", Java ")
                .append(Runtime.version())
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, embedded store, a window of ")
                .append(LIMITS.contextTokens())
                .append(" tokens, the best of " + ROUNDS + " for the time. `")
                .append(Campaigns.command())
                .append("`\n\n");
        report.append(
                "| turns | to the first word (µs) | tokens sent, mean | stored a turn (bytes) | heap after collection (KB) |\n|---|---|---|---|---|\n");
        List<double[]> buckets = new ArrayList<>();
        for (int from = 0; from + STEP <= turns; from += STEP) {
            double[] bucket = {
                median(costs, from, from + STEP, Cost::toFirstWord) / 1_000.0,
                mean(costs, from, from + STEP, Cost::tokens),
                (costs.get(from + STEP - 1).store - (from == 0 ? 0 : costs.get(from - 1).store)) / (double) STEP,
                costs.get(from + STEP - 1).heap / 1_024.0
            };
            buckets.add(bucket);
            report.append(String.format(
                    Locale.ROOT,
                    "| %d–%d | %.0f | %.0f | %.0f | %.0f |%n",
                    from + 1,
                    from + STEP,
                    bucket[0],
                    bucket[1],
                    bucket[2],
                    bucket[3]));
        }
        report.append("\nFurthest from the mean of all after turn ")
                .append(STEP)
                .append(": ");
        String[] names = {"time to the first word", "tokens sent", "stored a turn", "heap"};
        for (int what = 0; what < names.length; what++) {
            int of = what;
            double mean =
                    buckets.stream().skip(1).mapToDouble(b -> b[of]).average().orElse(0);
            double furthest = buckets.stream()
                    .skip(1)
                    .mapToDouble(b -> Math.abs(b[of] / mean - 1))
                    .max()
                    .orElse(0);
            report.append(
                    String.format(Locale.ROOT, "%s%s %.1f %%", what == 0 ? "" : ", ", names[what], 100 * furthest));
        }
        report.append(String.format(
                Locale.ROOT,
                "; the heap grows by %.0f bytes a turn",
                (costs.get(turns - 1).heap - costs.get(STEP - 1).heap) / (double) (turns - STEP)));
        report.append(".\n\n![The same, plotted](long.svg)\n");
        Files.writeString(
                Path.of(args[1]).resolveSibling("long.svg"),
                new Plot()
                        .curve("to the first word (µs)", running(costs, cost -> cost.toFirstWord / 1_000.0))
                        .curve(
                                "tokens sent",
                                costs.stream().map(cost -> (double) cost.tokens).toList())
                        .curve(
                                "stored by then (KB)",
                                costs.stream().map(cost -> cost.store / 1_024.0).toList())
                        .svg());
        report.append("\nFacts of turn 3 (")
                .append(String.join(", ", FACTS))
                .append(") in the request of the last turn: ")
                .append(kept ? "all" : "NOT ALL")
                .append(". Requests that a strict provider would refuse: ")
                .append(invalid)
                .append(".\n");
        Files.writeString(Path.of(args[1]), report);
        System.exit(kept && invalid == 0 ? 0 : 1);
    }

    private static long heap(int turn) {
        if (turn % STEP != 0) {
            return 0;
        }
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
