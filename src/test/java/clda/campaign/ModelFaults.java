package clda.campaign;

import clda.agent.TurnLimits;
import clda.conversation.Turn;
import clda.conversation.Turn.Reply;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.kit.Clda;
import clda.kit.ScriptedModelServer;
import clda.kit.ScriptedModelServer.Answer;
import clda.kit.SeEngine;
import clda.kit.Shown;
import clda.kit.StandIn;
import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.MessagesSpeech;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Recording;
import clda.kit.speech.ResponsesSpeech;
import clda.kit.speech.Said;
import clda.kit.speech.Speech;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelProfile;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.llm.anthropic.Messages;
import clda.llm.anthropic.MessagesApi;
import clda.llm.http.Dialect;
import clda.llm.http.Endpoint;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import clda.llm.ollama.ChatApi;
import clda.llm.ollama.OllamaChat;
import clda.llm.openai.ChatCompletions;
import clda.llm.openai.ChatCompletionsApi;
import clda.llm.openai.Responses;
import clda.llm.openai.ResponsesApi;
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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every fault, in every dialect, at many places; and every stream cut after every byte. */
final class ModelFaults {

    enum Door {
        CHAT_COMPLETIONS(new ChatCompletionsSpeech()),
        RESPONSES(new ResponsesSpeech()),
        MESSAGES(new MessagesSpeech()),
        OLLAMA(new OllamaSpeech());

        final Speech speech;

        Door(Speech speech) {
            this.speech = speech;
        }

        Dialect dialect(String address) {
            return switch (this) {
                case CHAT_COMPLETIONS ->
                    new ChatCompletions(
                            Endpoint.at(URI.create(address + "/v1"), ChatCompletionsApi.class),
                            "m",
                            null,
                            null,
                            Presets.builtIn().named(Presets.BASE));
                case RESPONSES ->
                    new Responses(
                            Endpoint.at(URI.create(address + "/v1"), ResponsesApi.class),
                            "m",
                            null,
                            null,
                            Presets.builtIn().named("openai-responses"));
                case MESSAGES ->
                    new Messages(
                            Endpoint.at(URI.create(address), MessagesApi.class),
                            "m",
                            null,
                            4_000,
                            null,
                            Presets.builtIn().named("anthropic"));
                case OLLAMA ->
                    new OllamaChat(
                            Endpoint.at(URI.create(address), ChatApi.class),
                            "m",
                            null,
                            8_000,
                            null,
                            Presets.builtIn().named("ollama-chat"));
            };
        }
    }

    private static final Patience SHORT =
            new Patience(Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofMillis(2_500));
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int AT_ONCE = 8;
    private static final String TEXT = "Grüße, 世界 👋! Your order A-1001 has shipped; 运单号 JD0146。";
    private static final String STANDS_IN = StandIn.SAYS;
    private static final Pattern RUN = Pattern.compile("run-([0-9]+)-");

    /** What came of all runs. */
    static final class Findings {
        final Map<ModelFault, Map<String, Integer>> outcomes = new EnumMap<>(ModelFault.class);
        final List<String> wrong = new ArrayList<>();
        int runs;
        Duration slowest = Duration.ZERO;

        synchronized void add(ModelFault fault, String outcome, Duration took) {
            runs++;
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            outcomes.computeIfAbsent(fault, first -> new java.util.TreeMap<>()).merge(outcome, 1, Integer::sum);
        }

        synchronized void wrong(String what) {
            wrong.add(what);
        }
    }

    private ModelFaults() {}

    /** Each fault so many times in each dialect, through the whole engine. */
    static Findings matrix(Path dir, int seeds, long seed) throws Exception {
        Findings findings = new Findings();
        for (Door door : Door.values()) {
            matrix(dir.resolve(door.name()), door, seeds, seed, findings);
        }
        return findings;
    }

    private static void matrix(Path dir, Door door, int seeds, long seed, Findings findings) throws Exception {
        Map<Integer, Queue<Answer>> scripts = new ConcurrentHashMap<>();
        AtomicInteger runs = new AtomicInteger();
        try (ScriptedModelServer server = new ScriptedModelServer()) {
            server.answering(request -> {
                Matcher run = RUN.matcher(request.toString());
                if (!run.find()) {
                    return null;
                }
                Queue<Answer> script = scripts.get(Integer.valueOf(run.group(1)));
                return script.size() > 1 ? script.poll() : script.peek();
            });
            ModelClient client = new StreamingModelClient(
                    "m",
                    door.dialect(server.address()),
                    SHORT,
                    Thread.ofVirtual().factory());
            ModelProfile profile = new ModelProfile(
                    EnumSet.allOf(ModelProfile.Capability.class), 32_000, 4_000, 1_000, ModelProfile.Price.FREE);
            Files.createDirectories(dir);
            try (SeEngine engine = new SeEngine.Options(dir, new StandIn(request(client, profile)))
                            .limits(new TurnLimits(8, 16, 3, 2, 16, 1_000_000, Duration.ofMinutes(1), 8_000))
                            .open()
                            .start();
                    ExecutorService at = Executors.newFixedThreadPool(AT_ONCE)) {
                warmUp(engine, door, at, scripts, runs);
                List<Future<?>> all = new ArrayList<>();
                for (ModelFault fault : ModelFault.values()) {
                    for (int i = 0; i < seeds; i++) {
                        Random random = new Random(seed * 1_000_003 + fault.ordinal() * 1_009L + i);
                        int run = runs.incrementAndGet();
                        scripts.put(run, new ConcurrentLinkedQueue<>(fault.answers(door.speech, random, TEXT, server)));
                        all.add(at.submit(() -> one(engine, door, fault, run, findings)));
                    }
                }
                for (Future<?> each : all) {
                    each.get();
                }
            }
        }
    }

    /** The first turns of a process load what they need, which is no fault of a model's: they are not counted. */
    private static void warmUp(
            SeEngine engine, Door door, ExecutorService at, Map<Integer, Queue<Answer>> scripts, AtomicInteger runs)
            throws Exception {
        Findings notCounted = new Findings();
        List<Future<?>> first = new ArrayList<>();
        for (int i = 0; i < 2 * AT_ONCE; i++) {
            int run = runs.incrementAndGet();
            scripts.put(
                    run,
                    new ConcurrentLinkedQueue<>(
                            List.of(door.speech.of(Said.text(TEXT)).whole())));
            first.add(at.submit(() -> one(engine, door, ModelFault.NOTHING, run, notCounted)));
        }
        for (Future<?> each : first) {
            each.get();
        }
    }

    /** A circuit of its own for each call: here one fault must not hide another. */
    private static ModelClient request(ModelClient client, ModelProfile profile) {
        return new ModelClient() {
            @Override
            public String name() {
                return client.name();
            }

            @Override
            public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
                NamedModel model = new NamedModel("m", client, profile, Duration.ofSeconds(5), Clock.systemUTC());
                return new ModelRouter(List.of(model), Map.of(), new RetryBudget())
                        .respond(request, shown, cancellation);
            }
        };
    }

    private static void one(SeEngine engine, Door door, ModelFault fault, int run, Findings findings) {
        String name = door + " " + fault + " run " + run;
        long from = System.nanoTime();
        Clda clda = Clda.begins(engine);
        Turn turn;
        try {
            turn = clda.says("run-" + run + "- where is my order?");
        } catch (Exception | AssertionError e) {
            findings.wrong(name + ": no state after " + DEADLINE.toSeconds() + " s");
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        boolean answered = turn.state() == Turn.State.COMPLETED;
        boolean ofTheModel = answered && !STANDS_IN.equals(turn.reply());
        String outcome = ofTheModel
                ? "answer"
                : answered
                        ? "stand-in"
                        : turn.state().word() + " " + turn.problem().type().replaceAll(".*:", "");
        findings.add(fault, outcome, took);
        boolean right =
                switch (fault.may) {
                    case ANSWER_ONLY -> ofTheModel && TEXT.equals(turn.reply());
                    case NO_ANSWER -> !ofTheModel;
                    case EITHER -> !ofTheModel || TEXT.equals(turn.reply());
                    case ANYTHING -> turn.state().settled();
                };
        if (!right) {
            findings.wrong(name + ": " + outcome + " '" + turn.reply() + "'");
        }
        if (!turn.openCalls().isEmpty()) {
            findings.wrong(name + ": calls left open");
        }
        for (Reply reply : turn.replies()) {
            MessageCompleted message = reply.message();
            boolean part = TEXT.startsWith(message.text())
                    && !TEXT.equals(message.text())
                    && !message.text().isEmpty();
            if (part && !Boolean.TRUE.equals(message.truncated()) && fault.may != ModelFault.May.ANYTHING) {
                findings.wrong(name + ": a part is stored as whole: " + message.text());
            }
        }
        if (turn.steps() > TurnLimits.DEFAULT.steps()) {
            findings.wrong(name + ": went on for " + turn.steps() + " steps");
        }
        if (took.compareTo(DEADLINE) > 0) {
            findings.wrong(name + ": took " + took);
        }
    }

    /** Cuts recordings after every byte. An answer is whole from the byte on that ends it, and never before. */
    static Findings everyByte(int recordings, long seed) throws Exception {
        Findings findings = new Findings();
        for (Door door : Door.values()) {
            everyByte(door, recordings, seed, findings);
        }
        return findings;
    }

    private static void everyByte(Door door, int recordings, long seed, Findings findings) throws Exception {
        try (ScriptedModelServer server = new ScriptedModelServer();
                ExecutorService at = Executors.newFixedThreadPool(AT_ONCE)) {
            Map<Integer, Queue<Answer>> scripts = new ConcurrentHashMap<>();
            server.answering(request -> {
                Matcher run = RUN.matcher(request.toString());
                return run.find()
                        ? scripts.remove(Integer.valueOf(run.group(1))).poll()
                        : null;
            });
            ModelClient client = new StreamingModelClient(
                    "m",
                    door.dialect(server.address()),
                    SHORT,
                    Thread.ofVirtual().factory());
            int run = 0;
            for (int i = 0; i < recordings; i++) {
                Said said = said(new Random(seed + i));
                Recording recording = door.speech.of(said);
                String whole = String.join("", said.pieces());
                int length = recording.bytes().length;
                List<Callable<Boolean>> cuts = new ArrayList<>();
                for (int cut = 0; cut < length; cut++) {
                    int id = ++run;
                    int bytes = cut;
                    scripts.put(
                            id,
                            new ConcurrentLinkedQueue<>(
                                    List.of(bytes % 2 == 0 ? recording.cutAfter(bytes) : recording.endedAfter(bytes))));
                    cuts.add(() -> isWhole(client, id, whole, said.calls().size(), door, bytes, findings));
                }
                List<Boolean> cut = new ArrayList<>();
                List<Boolean> ended = new ArrayList<>();
                for (Future<Boolean> each : at.invokeAll(cuts)) {
                    (cut.size() > ended.size() ? ended : cut).add(each.get());
                }
                // The last event counts without its empty line where the answer ended in good order, and not where it
                // was cut.
                for (List<Boolean> wholes : List.of(cut, ended)) {
                    int first = wholes.indexOf(true);
                    if (first >= 0 && wholes.subList(first, wholes.size()).contains(false)) {
                        findings.wrong(
                                door + " recording " + i + ": whole after " + 2 * first + " bytes, and later not");
                    }
                }
            }
        }
    }

    private static Said said(Random random) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < TEXT.length() && pieces.size() < 5) {
            int to = TEXT.offsetByCodePoints(
                    from, Math.min(2 + random.nextInt(6), TEXT.codePointCount(from, TEXT.length())));
            pieces.add(TEXT.substring(from, to));
            from = to;
        }
        Said said = random.nextInt(3) == 0
                ? Said.calls("find_order", "{\"orderNumber\":\"A-1001\"}", "find_order", "{\"orderNumber\":\"甲\"}")
                : Said.text(pieces.toArray(String[]::new));
        return random.nextInt(3) == 0 ? said.afterThinking("Let me ", "think.") : said;
    }

    private static boolean isWhole(
            ModelClient client, int run, String text, int calls, Door door, int bytes, Findings findings) {
        Shown shown = new Shown();
        long from = System.nanoTime();
        boolean whole;
        try {
            ModelReply reply = client.respond(
                    new ModelRequest(List.of(new UserMessage("run-" + run + "-")), List.of()),
                    shown,
                    new Cancellation());
            whole = true;
            if (!reply.text().equals(text) || reply.calls().size() != calls) {
                findings.wrong(door + " cut after " + bytes + ": a part is taken for the whole");
            }
        } catch (ModelFailure failure) {
            whole = false;
        }
        if (!text.startsWith(shown.text())) {
            findings.wrong(door + " cut after " + bytes + ": shown what was not said");
        }
        findings.add(ModelFault.CUT, whole ? "whole" : "failure", Duration.ofNanos(System.nanoTime() - from));
        return whole;
    }

    /** @param args seeds, recordings, seed, report */
    public static void main(String[] args) throws Exception {
        int seeds = Integer.parseInt(args[0]);
        int recordings = Integer.parseInt(args[1]);
        long seed = Long.parseLong(args[2]);
        Path dir = Files.createTempDirectory("clda-faults");
        long began = System.nanoTime();
        Findings matrix = matrix(dir, seeds, seed);
        Findings cuts = everyByte(recordings, seed);
        StringBuilder report = new StringBuilder();
        report.append("# What models do wrong\n\n");
        report.append(LocalDate.now(Clock.systemUTC()))
                .append(", Java ")
                .append(Runtime.version())
                .append(", ");
        report.append(Runtime.getRuntime().availableProcessors())
                .append(" processors. `")
                .append(Campaigns.command())
                .append("`\n\n");
        report.append("| | |\n|---|---|\n");
        report.append("| turns through the engine (")
                .append(ModelFault.values().length)
                .append(" kinds × ")
                .append(Door.values().length)
                .append(" dialects × ")
                .append(seeds)
                .append(" seeds) | ")
                .append(matrix.runs)
                .append(" |\n");
        report.append("| not as they may end | ").append(matrix.wrong.size()).append(" |\n");
        report.append("| slowest turn (limits: 0.7 s to the first word, 0.7 s between two, 2.5 s in all, one retry) | ")
                .append(matrix.slowest.toMillis())
                .append(" ms |\n");
        report.append("| streams cut after every byte (")
                .append(recordings)
                .append(" recordings × ")
                .append(Door.values().length)
                .append(" dialects) | ")
                .append(cuts.runs)
                .append(" |\n");
        report.append("| a part taken for the whole, or shown what was not said | ")
                .append(cuts.wrong.size())
                .append(" |\n");
        report.append("| took | ")
                .append(Duration.ofNanos(System.nanoTime() - began).toSeconds())
                .append(" s |\n\n");
        report.append(
                "`answer` is the model's own and whole; `stand-in` is the built-in understanding, which says so; the others are turns that failed with that problem, and keep what was seen as cut off.\n\n");
        report.append("| fault | what came of it |\n|---|---|\n");
        matrix.outcomes.forEach((fault, outcomes) -> report.append("| ")
                .append(fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .append(" | ")
                .append(outcomes.toString().replaceAll("[{}]", ""))
                .append(" |\n"));
        Files.writeString(Path.of(args[3]), report);
        matrix.wrong.stream().limit(40).forEach(System.err::println);
        cuts.wrong.stream().limit(40).forEach(System.err::println);
        System.exit(matrix.wrong.isEmpty() && cuts.wrong.isEmpty() ? 0 : 1);
    }
}
