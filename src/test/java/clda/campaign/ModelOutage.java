package clda.campaign;

import clda.kit.ScriptedModelServer;
import clda.kit.StandIn;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.MessagesSpeech;
import clda.kit.speech.Said;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.anthropic.Messages;
import clda.llm.anthropic.MessagesApi;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.preset.Presets;
import clda.llm.routing.ModelRouter;
import clda.llm.routing.NamedModel;
import clda.llm.routing.RetryBudget;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many people ask again and again while the first of two models goes away and comes back: how long they wait for the first word,
 * how often the models are asked, how soon the first one is in use again.
 */
final class ModelOutage {

    /** How the first model is away. */
    enum Outage {
        REFUSES_CONNECTIONS,
        ANSWERS_503,
        SAYS_NOTHING
    }

    private static final Duration HEALTHY = Duration.ofSeconds(10);
    private static final Duration AWAY = Duration.ofSeconds(40);
    private static final Duration AFTERWARDS = Duration.ofSeconds(32);
    private static final Duration FIRST_WORD = Duration.ofSeconds(2);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(4);

    /** One question and what came of it. */
    private record Asked(long atNanos, String model, Duration toFirstWord) {}

    private record Findings(
            Outage outage,
            int people,
            List<Asked> asked,
            int requests,
            int failed,
            long awayFrom,
            long awayUntil,
            Duration back) {

        List<Asked> during() {
            return asked.stream()
                    .filter(one -> one.atNanos > awayFrom && one.atNanos < awayUntil)
                    .toList();
        }
    }

    private ModelOutage() {}

    /** A server whose answers can be taken away, port and all. */
    private static final class First implements AutoCloseable {
        private final ScriptedModelServer server = new ScriptedModelServer();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile Outage outage;

        First() {
            ScriptedModelServer.Answer good = new ChatCompletionsSpeech()
                    .of(Said.text("I am ", "the first."))
                    .whole();
            server.answering(request -> {
                asked.incrementAndGet();
                if (outage == null) {
                    return good;
                }
                return switch (outage) {
                    case REFUSES_CONNECTIONS -> wire -> {};
                    case ANSWERS_503 -> ScriptedModelServer.status(503, "Service Unavailable", "");
                    case SAYS_NOTHING -> wire -> Thread.sleep(10_000);
                };
            });
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static Findings run(Outage outage, int people) throws InterruptedException {
        AtomicInteger secondAsked = new AtomicInteger();
        List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        try (First first = new First();
                ScriptedModelServer second = new ScriptedModelServer()) {
            ScriptedModelServer.Answer good =
                    new MessagesSpeech().of(Said.text("I am ", "the second.")).whole();
            second.answering(request -> {
                secondAsked.incrementAndGet();
                return good;
            });
            ModelRouter router = router(first.server.address(), second.address());
            CountDownLatch ended = new CountDownLatch(people);
            Random random = new Random(1);
            for (int i = 0; i < people; i++) {
                long pause = (long) (random.nextDouble() * BETWEEN_QUESTIONS.toMillis());
                Thread.ofVirtual().start(() -> {
                    try {
                        Thread.sleep(pause);
                        while (!over.get()) {
                            ask(router, asked, failed);
                            Thread.sleep(BETWEEN_QUESTIONS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        ended.countDown();
                    }
                });
            }
            Thread.sleep(HEALTHY);
            long from = System.nanoTime();
            int before = first.asked.get() + secondAsked.get();
            first.outage = outage;
            Thread.sleep(AWAY);
            int requests = first.asked.get() + secondAsked.get() - before;
            long healed = System.nanoTime();
            first.outage = null;
            Thread.sleep(AFTERWARDS);
            over.set(true);
            ended.await(30, TimeUnit.SECONDS);
            // Back in use: from then on nobody is sent to the second.
            Duration back = asked.stream()
                    .filter(one -> one.atNanos > healed && one.model.equals("second"))
                    .map(one -> Duration.ofNanos(one.atNanos - healed))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
            return new Findings(outage, people, List.copyOf(asked), requests, failed.get(), from, healed, back);
        }
    }

    private static ModelRouter router(String firstAddress, String secondAddress) {
        Patience patience = new Patience(FIRST_WORD, FIRST_WORD, Duration.ofSeconds(20));
        ModelProfile profile = new ModelProfile(
                EnumSet.allOf(ModelProfile.Capability.class), 32_000, 4_000, 5_000, ModelProfile.Price.FREE);
        ModelClient first = new StreamingModelClient(
                "first",
                new ChatCompletions(
                        Endpoint.at(URI.create(firstAddress + "/v1"), ChatCompletionsApi.class),
                        "m",
                        null,
                        null,
                        Presets.builtIn().named(Presets.BASE)),
                patience,
                Thread.ofVirtual().factory());
        ModelClient second = new StreamingModelClient(
                "second",
                new Messages(
                        Endpoint.at(URI.create(secondAddress), MessagesApi.class),
                        "m",
                        null,
                        1_000,
                        null,
                        Presets.builtIn().named("anthropic")),
                patience,
                Thread.ofVirtual().factory());
        return new ModelRouter(
                List.of(
                        new NamedModel("first", first, profile, Duration.ofSeconds(5), Clock.systemUTC()),
                        new NamedModel("second", second, profile, Duration.ofSeconds(5), Clock.systemUTC())),
                Map.of(),
                new RetryBudget());
    }

    private static void ask(ModelRouter router, List<Asked> asked, AtomicInteger failed) {
        long from = System.nanoTime();
        long[] firstWord = new long[1];
        try {
            ModelReply reply = new StandIn(router)
                    .respond(
                            new ModelRequest(List.of(new UserMessage("Who are you?")), List.of()),
                            new ModelClient.TextSink() {
                                @Override
                                public void text(String piece) {
                                    if (firstWord[0] == 0) {
                                        firstWord[0] = System.nanoTime();
                                    }
                                }

                                @Override
                                public void restart() {}
                            },
                            new Cancellation());
            String model =
                    reply.text().contains("second") ? "second" : reply.text().contains("first") ? "first" : "offline";
            asked.add(new Asked(from, model, Duration.ofNanos(firstWord[0] - from)));
        } catch (RuntimeException e) {
            failed.incrementAndGet();
        }
    }

    private static long millis(List<Asked> asked, double quantile) {
        long[] sorted = asked.stream()
                .mapToLong(one -> one.toFirstWord.toMillis())
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)];
    }

    /** @param args people, report */
    public static void main(String[] args) throws Exception {
        int people = Integer.parseInt(args[0]);
        List<Findings> all = new ArrayList<>();
        for (Outage outage : Outage.values()) {
            all.add(run(outage, people));
        }
        StringBuilder report = new StringBuilder("# The first model goes away and comes back\n\n");
        report.append(LocalDate.now(Clock.systemUTC()))
                .append(", Java ")
                .append(Runtime.version())
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, the models on the same machine. `")
                .append(Campaigns.command())
                .append("`\n\n");
        report.append(people)
                .append(" people ask every ")
                .append(BETWEEN_QUESTIONS.toSeconds())
                .append(" s. The first model (Chat Completions) is there for ")
                .append(HEALTHY.toSeconds())
                .append(" s, away for ")
                .append(AWAY.toSeconds())
                .append(
                        " s and there again; the second (Messages) is there all the time. A first word is waited for for ")
                .append(FIRST_WORD.toSeconds())
                .append(" s.\n\n");
        report.append("| | closes each connection | answers 503 | says nothing |\n|---|---|---|---|\n");
        row(
                report,
                "questions, all / while it was away",
                all,
                one -> one.asked.size() + " / " + one.during().size());
        row(
                report,
                "without an answer of a model",
                all,
                one -> String.valueOf(one.failed
                        + one.asked.stream()
                                .filter(a -> a.model.equals("offline"))
                                .count()));
        row(
                report,
                "requests for each question while it was away",
                all,
                one -> String.format(
                        java.util.Locale.ROOT,
                        "%.3f",
                        one.requests / (double) one.during().size()));
        row(
                report,
                "first word while it was away, median / 99 of 100 / slowest",
                all,
                one -> millis(one.during(), 0.5) + " / " + millis(one.during(), 0.99) + " / " + millis(one.during(), 1)
                        + " ms");
        row(
                report,
                "last question that went to the second after it was back",
                all,
                one -> one.back.toMillis() / 1000.0 + " s");
        Files.writeString(Path.of(args[1]), report);
        System.exit(
                all.stream()
                                .allMatch(one -> one.failed == 0
                                        && one.requests <= 1.10 * one.during().size()
                                        && one.back.compareTo(Duration.ofSeconds(30)) <= 0)
                        ? 0
                        : 1);
    }

    private static void row(
            StringBuilder report,
            String name,
            List<Findings> all,
            java.util.function.Function<Findings, String> value) {
        report.append("| ").append(name).append(" |");
        all.forEach(one -> report.append(' ').append(value.apply(one)).append(" |"));
        report.append('\n');
    }
}
