package clda.campaign;

import static clda.kit.Clda.ALICE;

import clda.audit.Verification;
import clda.backup.Backup;
import clda.backup.Restore;
import clda.conversation.ImageRef;
import clda.conversation.ImageStore;
import clda.conversation.Turn;
import clda.effects.Effect;
import clda.effects.EffectClass;
import clda.json.Json;
import clda.kit.PostgresPair;
import clda.kit.RecordingTool;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Fills a store, backs it up with the command while people let it send mail, lets it go on, restores the backup elsewhere, and
 * looks what the mails' receiver saw: each mail once at most, and each that may have been sent since the backup unknown.
 */
final class RestoreDrill {

    private static final int PICTURE = 512 * 1_024;
    private static final int PICTURES_OF_ONE = 20;
    private static final double MEGABYTE = 1_048_576;
    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(5);
    private static final int SENDING_MILLIS = 40;
    private static final int SAID_AGAIN = 10;

    /** Who receives the mails: by the text of the message, how many came. */
    private final Map<String, Integer> received = new ConcurrentHashMap<>();

    private final Queue<Said> said = new ConcurrentLinkedQueue<>();
    private final Path dir;
    private final int people;
    private final Random random;
    private volatile boolean talking = true;

    private record Said(String conversation, String text, Instant at, long millis) {}

    private RestoreDrill(Path dir, int people, long seed) {
        this.dir = dir;
        this.people = people;
        this.random = new Random(seed);
    }

    /** Sends one mail for each message. */
    private static final class Sending implements ModelClient {
        @Override
        public String name() {
            return "sending";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            if (request.messages().getLast() instanceof UserMessage message) {
                ObjectNode arguments = Json.MAPPER.createObjectNode().put("text", message.text());
                return ModelReply.calls(name(), List.of(ScriptedModel.call("send", arguments.toString())));
            }
            return ModelReply.text(name(), "Sent.", null);
        }
    }

    private SeEngine open(Path dataDir, TestDatabase database) {
        RecordingTool[] tool = new RecordingTool[1];
        tool[0] = RecordingTool.doing("send", EffectClass.AT_MOST_ONCE, context -> {
            sleep(SENDING_MILLIS);
            return RecordingTool.ok();
        });
        Receiving receiving = new Receiving(tool[0], received);
        return new SeEngine.Options(dataDir, new Sending())
                .onlyTools(List.of(receiving), store -> List.of())
                .database(database)
                .open();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill(SeEngine engine, int conversations, int megabytes) throws Exception {
        new Filler(engine).fillUpTo(conversations);
        byte[] picture = new byte[PICTURE];
        for (int number = 0; size(engine) < megabytes * MEGABYTE; number++) {
            for (int i = 0; i < PICTURES_OF_ONE; i++) {
                random.nextBytes(picture);
                engine.images()
                        .put(
                                "c" + number,
                                new ImageStore.Stored(new ImageRef("i" + i, "image/png"), picture.clone()),
                                PICTURES_OF_ONE);
            }
        }
    }

    private static long size(SeEngine engine) {
        return engine.store().read(entities -> {
            boolean file = "file"
                    .equals(entities.createNativeQuery("select line from store_line")
                            .getSingleResult());
            return ((Number) entities.createNativeQuery(
                                    file
                                            ? "select page_count * page_size from pragma_page_count, pragma_page_size"
                                            : "select pg_database_size(current_database())")
                            .getSingleResult())
                    .longValue();
        });
    }

    private void talk(SeEngine engine, String conversation, String name) {
        for (int number = 1; talking; number++) {
            say(engine, conversation, name + "-" + number);
        }
    }

    private void say(SeEngine engine, String conversation, String text) {
        Instant at = Instant.now();
        long began = System.nanoTime();
        String turn = engine.engine().dialogue().say(ALICE, conversation, text, text);
        while (!engine.engine()
                .conversations()
                .viewTurn(ALICE, conversation, turn, Turn::state)
                .settled()) {
            sleep(2);
        }
        said.add(new Said(conversation, text, at, (System.nanoTime() - began) / 1_000_000));
    }

    private String measured(Instant from, Instant to) {
        List<Long> millis = said.stream()
                .filter(each -> each.at().isAfter(from) && each.at().isBefore(to))
                .map(Said::millis)
                .sorted()
                .toList();
        return millis.isEmpty()
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%d turns, p50 %d ms, p95 %d ms, longest %d ms",
                        millis.size(),
                        millis.get(millis.size() / 2),
                        millis.get(millis.size() * 95 / 100),
                        millis.getLast());
    }

    private static void command(Map<String, String> environment, Class<?> main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        int status = builder.start().waitFor();
        if (status != 0) {
            throw new IllegalStateException(main.getSimpleName() + " has ended with " + status);
        }
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** The figures in the order of the report. */
    private Map<String, String> run(
            TestDatabase first,
            Supplier<TestDatabase> second,
            Map<String, String> whereFirst,
            Map<String, String> whereSecond,
            int conversations,
            int megabytes)
            throws Exception {
        Map<String, String> figures = new LinkedHashMap<>();
        Path original = Files.createDirectories(dir.resolve("original"));
        Path elsewhere = dir.resolve("elsewhere");
        Path backup = dir.resolve("backup");
        Instant backupBegan;
        Instant backupEnded;
        double backupSeconds;
        int sentSince;
        try (SeEngine engine = open(original, first)) {
            long began = System.nanoTime();
            fill(engine, conversations, megabytes);
            System.out.printf("filled in %.0f s%n", seconds(began));
            figures.put("store", megabytes(size(engine)) + " in " + conversations + " conversations and pictures");
            engine.start();
            List<Thread> talks = new ArrayList<>();
            Instant talkBegan = Instant.now();
            for (int i = 0; i < people; i++) {
                String name = "p" + i;
                String conversation =
                        engine.engine().conversations().create(ALICE, null).id();
                talks.add(Thread.ofVirtual().start(() -> talk(engine, conversation, name)));
            }
            sleep(BEFORE.toMillis());
            backupBegan = Instant.now();
            began = System.nanoTime();
            command(whereFirst, Backup.class, "--to=" + backup, "--data-dir=" + original);
            backupSeconds = seconds(began);
            backupEnded = Instant.now();
            sleep(AFTER.toMillis());
            talking = false;
            for (Thread talk : talks) {
                talk.join();
            }
            sentSince = (int)
                    said.stream().filter(each -> each.at().isAfter(backupBegan)).count();
            figures.put("turns before", measured(talkBegan, backupBegan));
            figures.put("turns during the backup", measured(backupBegan, backupEnded));
            figures.put(
                    "**backup**",
                    String.format(Locale.ROOT, "**%.1f s**, %s", backupSeconds, megabytes(bytes(backup))));
        }
        command(whereFirst, Backup.class, "--keys", "--to=" + elsewhere.resolve("keys"), "--data-dir=" + original);
        Map<String, Integer> sentBefore = new TreeMap<>(received);

        long began = System.nanoTime();
        command(whereSecond, Restore.class, "--from=" + backup, "--data-dir=" + elsewhere, "--no-erasures");
        double restoreSeconds = seconds(began);
        figures.put("**restore**", String.format(Locale.ROOT, "**%.1f s**", restoreSeconds));
        began = System.nanoTime();
        try (SeEngine engine = open(elsewhere, second.get())) {
            engine.start();
            double startSeconds = seconds(began);
            figures.put("**start**, with what was open ended", String.format(Locale.ROOT, "**%.1f s**", startSeconds));
            began = System.nanoTime();
            Verification.Verdict verdict = engine.audit().verify(List.of(), () -> {});
            double verifySeconds = seconds(began);
            figures.put(
                    "**audit trail verified**",
                    String.format(
                            Locale.ROOT,
                            "**%.1f s**, %d entries in %d chains, %d problems",
                            verifySeconds,
                            verdict.entries(),
                            verdict.chains(),
                            verdict.problemCount()));
            figures.put(
                    "**all four**",
                    String.format(
                            Locale.ROOT, "**%.1f s**", backupSeconds + restoreSeconds + startSeconds + verifySeconds));
            Awaitility.await()
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> engine.engine().dialogue().idle());
            figures.put(
                    "messages acknowledged before the backup and missing",
                    String.valueOf(missing(engine, backupBegan)));
            List<Effect> unknown = unknown(engine).stream()
                    .filter(effect -> effect.tool().equals("send"))
                    .toList();
            long done = unknown.stream().filter(effect -> sent(engine, effect)).count();
            figures.put(
                    "turns that began after the backup had begun, nearly all of them lost", String.valueOf(sentSince));
            figures.put("mails that are unknown, of them sent", unknown.size() + ", " + done);
            figures.put(
                    "**mails sent by the restored server without being asked**",
                    "**" + (sum(received) - sum(sentBefore)) + "**");
            List<String> conversations2 =
                    said.stream().map(Said::conversation).distinct().toList();
            for (String conversation : conversations2) {
                for (int i = 0; i < SAID_AGAIN; i++) {
                    if (engine.engine().log().head(conversation).isPresent()) {
                        say(engine, conversation, "again-" + conversation + "-" + i);
                    }
                }
            }
            figures.put(
                    "mails sent after the restore",
                    sum(received) - sum(sentBefore) + " of " + conversations2.size() * SAID_AGAIN);
            figures.put(
                    "**mails sent twice**",
                    "**" + received.values().stream().filter(times -> times > 1).count() + "**");
        }
        return figures;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private long missing(SeEngine engine, Instant backupBegan) {
        return said.stream()
                .filter(each -> each.at().plusMillis(each.millis()).isBefore(backupBegan))
                .filter(each -> !engine.engine()
                        .log()
                        .view(each.conversation(), conversation -> conversation
                                .turnOfClientMessage(each.text())
                                .isPresent())
                        .orElse(false))
                .count();
    }

    private static List<Effect> unknown(SeEngine engine) {
        List<Effect> all = new ArrayList<>();
        Position after = null;
        do {
            Page<Listed<Effect>> page = engine.engine().ledger().unsettled("default", null, after, 500);
            page.items().forEach(row -> row.whole().ifPresent(all::add));
            after = page.next();
        } while (after != null);
        return all;
    }

    private boolean sent(SeEngine engine, Effect effect) {
        String text = engine.engine()
                .log()
                .view(
                        effect.conversationId(),
                        conversation -> conversation.turn(effect.turnId()).text())
                .orElseThrow();
        return received.containsKey(text);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MB", bytes / MEGABYTE);
    }

    /** Counts what arrives, as the receiver of mails does. */
    private record Receiving(RecordingTool tool, Map<String, Integer> received) implements clda.tools.Tool {

        @Override
        public clda.tools.ToolDefinition definition() {
            return tool.definition();
        }

        @Override
        public JsonNode call(ObjectNode arguments, clda.tools.ToolContext context) {
            received.merge(arguments.path("text").asText(), 1, Integer::sum);
            return tool.call(arguments, context);
        }
    }

    public static void main(String[] args) throws Exception {
        int megabytes = Integer.parseInt(args[0]);
        int conversations = Integer.parseInt(args[1]);
        int people = Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        Path report = Path.of(args[4]);
        Path dir = Files.createTempDirectory(Path.of(System.getProperty("clda.build", "target")), "restore-")
                .toAbsolutePath();
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        if (PostgresPair.isPossible()) {
            // Not below the others, which only their owner may enter.
            Path home = Files.createTempDirectory(dir.getParent(), "restore-postgres-");
            try (PostgresPair server = PostgresPair.alone(home)) {
                String first = server.newDatabase("original");
                String second = server.newDatabase("elsewhere");
                all.put(
                        "PostgreSQL",
                        new RestoreDrill(Files.createDirectories(dir.resolve("postgresql")), people, seed)
                                .run(
                                        TestDatabase.postgres(first),
                                        () -> TestDatabase.postgres(second),
                                        Map.of("CLDA_DB_URL", first, "CLDA_DB_USER", "postgres"),
                                        Map.of("CLDA_DB_URL", second, "CLDA_DB_USER", "postgres"),
                                        conversations,
                                        megabytes));
            }
            Files.writeString(report, report(all, people, seed));
        }
        Path file = dir.resolve("sqlite");
        Path original = Files.createDirectories(file.resolve("original"));
        all.put(
                "SQLite",
                new RestoreDrill(file, people, seed)
                        .run(
                                TestDatabase.embedded(original),
                                () -> TestDatabase.embedded(file.resolve("elsewhere")),
                                Map.of(),
                                Map.of(),
                                conversations,
                                megabytes));
        Files.writeString(report, report(all, people, seed));
        System.out.println(Files.readString(report));
    }

    private static String report(Map<String, Map<String, String>> all, int people, long seed) {
        StringBuilder text = new StringBuilder();
        text.append("# A backup under load and its restore, ")
                .append(LocalDate.now())
                .append("\n\n");
        text.append("Java ")
                .append(Runtime.version())
                .append(", PostgreSQL 15, ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors, engines without a server; ")
                .append(people)
                .append(
                        " people at a time each let a model send one mail after the other (`AT_MOST_ONCE`), each of which")
                .append(" takes 40 ms. The commands run as processes of their own. Seed ")
                .append(seed)
                .append(".\n\nCommand: `")
                .append(Campaigns.command())
                .append("`\n\n");
        text.append("| | ").append(String.join(" | ", all.keySet())).append(" |\n|---|");
        text.append("---|".repeat(all.size())).append("\n");
        for (String name : all.values().iterator().next().keySet()) {
            text.append("| ").append(name);
            all.values().forEach(figures -> text.append(" | ").append(figures.get(name)));
            text.append(" |\n");
        }
        return text.toString();
    }
}
