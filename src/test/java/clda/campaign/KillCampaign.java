package clda.campaign;

import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.RecordedEvent;
import clda.conversation.ToolCall;
import clda.conversation.Turn;
import clda.effects.EffectKey;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Kills the engine again and again at random moments while people talk to it, and then looks whether what it had acknowledged
 * is there and what it did was done once. The world outside (a refund service and a mail server) lives in this process and
 * counts; the engine lives in another and dies.
 */
public final class KillCampaign {

    private static final String LEDGER_PATH = "/refunds";

    /** What was found. */
    public record Findings(
            int kills,
            long seed,
            int acknowledged,
            int lost,
            int gaps,
            int effects,
            int doubled,
            int doneWithoutEffect,
            int invalidTranscripts,
            int unsettled,
            int unknown,
            Duration took) {

        public boolean clean() {
            return lost == 0
                    && gaps == 0
                    && doubled == 0
                    && doneWithoutEffect == 0
                    && invalidTranscripts == 0
                    && unsettled == 0;
        }

        public String report() {
            return """
                    | kills | seed | acknowledged messages | lost | gaps in seq | effects outside | doubled | done without effect | invalid transcripts | turns left open | shown as unknown | took |
                    |---|---|---|---|---|---|---|---|---|---|---|---|
                    | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d s |
                    """
                    .formatted(
                            kills,
                            seed,
                            acknowledged,
                            lost,
                            gaps,
                            effects,
                            doubled,
                            doneWithoutEffect,
                            invalidTranscripts,
                            unsettled,
                            unknown,
                            took.toSeconds());
        }
    }

    private final Path dataDir;
    private final String database;
    private final Random random;
    private final long seed;
    private final Map<String, AtomicInteger> refunds = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> mails = new ConcurrentHashMap<>();
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());

    /** @param database see {@link TestDatabase#at} */
    public KillCampaign(Path dataDir, String database, long seed) {
        this.dataDir = dataDir;
        this.database = database;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** @param kills how many; each takes about one and a half seconds on two cores */
    public Findings run(int kills) throws IOException, InterruptedException {
        Instant began = Instant.now();
        HttpServer ledger = startLedger();
        SMTPServer post = SMTPServer.port(0)
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .messageHandler((context, from, to, data) ->
                        countMail(new String(data, java.nio.charset.StandardCharsets.UTF_8)))
                .build();
        post.start();
        try {
            for (int kill = 1; kill <= kills; kill++) {
                Process engine = launch(ledger.getAddress().getPort(), post.getPortAllocated(), kill);
                long life = 150L + random.nextInt(1_200);
                readAcknowledgements(engine, life);
                if (kill % 50 == 0) {
                    System.out.println(kill + " kills, " + acknowledged.size() + " acknowledged");
                }
            }
            return check(kills, began, ledger.getAddress().getPort(), post.getPortAllocated());
        } finally {
            ledger.stop(0);
            post.stop();
        }
    }

    private HttpServer startLedger() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        Random pause = new Random(seed + 1);
        server.createContext(LEDGER_PATH, exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                sleep(pause.nextInt(20));
                // An honest peer: the first request with a key has an effect, each further one gets its answer.
                String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
                refunds.computeIfAbsent(key, k -> new AtomicInteger(1));
                sleep(pause.nextInt(20));
                byte[] body = "{\"refundId\":\"R-1\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(201, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private void countMail(String mail) {
        sleep(10);
        String id = mail.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("message-id:"))
                .findFirst()
                .orElseThrow();
        mails.computeIfAbsent(id.substring(11).strip(), k -> new AtomicInteger())
                .incrementAndGet();
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch(int ledgerPort, int mailPort, int round) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedEngine.class.getName(),
                        dataDir.toString(),
                        String.valueOf(ledgerPort),
                        String.valueOf(mailPort),
                        String.valueOf(seed * 31 + round),
                        database)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        dataDir.resolveSibling(dataDir.getFileName() + ".log").toFile()))
                .start();
    }

    /** Reads what the engine says it has stored, and kills it some time after its first word. */
    private void readAcknowledgements(Process engine, long life) throws IOException, InterruptedException {
        try (BufferedReader out = engine.inputReader()) {
            String first = out.readLine();
            if (first == null) {
                throw new IllegalStateException("the engine did not start; see its log beside " + dataDir);
            }
            Thread killer = Thread.ofVirtual().start(() -> {
                sleep(Math.toIntExact(life));
                engine.destroyForcibly();
            });
            try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith("ACK ")) {
                        acknowledged.add(line.substring(4));
                    }
                }
            } catch (IOException e) {
                // A line was cut by the kill.
            }
            killer.join();
        }
        engine.waitFor(10, TimeUnit.SECONDS);
    }

    private Findings check(int kills, Instant began, int ledgerPort, int mailPort) throws InterruptedException {
        SeEngine engine = new SeEngine.Options(dataDir, DoomedEngine.model(new Random(1)))
                .database(TestDatabase.at(database, dataDir))
                .refunds(URI.create("http://127.0.0.1:" + ledgerPort))
                .mail(mailPort)
                .open()
                .start();
        Set<String> stored = new HashSet<>();
        int gaps = 0;
        int done = 0;
        int doneWithoutEffect = 0;
        int invalid = 0;
        int unsettled = 0;
        int unknown = 0;
        List<ConversationHead> heads =
                engine.engine().conversations().list(DoomedEngine.CALLER, null, null, false, 100_000);
        ConversationLog log = engine.engine().log();
        for (ConversationHead head : heads) {
            awaitSettled(engine, log, head.id());
            List<RecordedEvent> events =
                    log.read(head.id(), 0, Integer.MAX_VALUE).orElseThrow();
            for (int i = 0; i < events.size(); i++) {
                gaps += events.get(i).seq() == i + 1 ? 0 : 1;
            }
            List<Turn> turns =
                    log.view(head.id(), conversation -> conversation.turns()).orElseThrow();
            Map<String, Integer> starts = new HashMap<>();
            for (Turn turn : turns) {
                stored.add(head.id() + " " + turn.clientMessageId());
                starts.merge(String.valueOf(turn.clientMessageId()), 1, Integer::sum);
                unsettled += turn.state().settled() ? 0 : 1;
                invalid += turn.state().settled() && !turn.openCalls().isEmpty() ? 1 : 0;
                for (ToolCall call : turn.calls()) {
                    if (call.state() == ToolCall.State.unknown) {
                        unknown++;
                    }
                    if (call.state() == ToolCall.State.completed) {
                        done++;
                        doneWithoutEffect += hasEffect(engine, head, turn, call) ? 0 : 1;
                    }
                }
            }
            gaps += starts.values().stream().mapToInt(count -> count - 1).sum();
        }
        int lost =
                (int) acknowledged.stream().filter(ack -> !stored.contains(ack)).count();
        int tickets = count(engine, "select count(*) from demo_ticket");
        int ticketsDone = count(engine, "select count(*) from effect where tool = 'create_ticket' and state = 'DONE'");
        int doubled =
                mails.values().stream().mapToInt(count -> count.get() - 1).sum() + Math.abs(tickets - ticketsDone);
        int effects = refunds.size() + mails.size() + tickets;
        engine.close();
        return new Findings(
                kills,
                seed,
                acknowledged.size(),
                lost,
                gaps,
                effects,
                doubled,
                doneWithoutEffect,
                invalid,
                unsettled,
                unknown,
                Duration.between(began, Instant.now()));
    }

    private static int count(SeEngine engine, String sql) {
        return ((Number) engine.store()
                        .read(entities -> entities.createNativeQuery(sql).getSingleResult()))
                .intValue();
    }

    private boolean hasEffect(SeEngine engine, ConversationHead head, Turn turn, ToolCall call) {
        String key = EffectKey.of(head.tenant(), head.id(), turn.id(), call.callId());
        return switch (call.tool()) {
            case "refund_order" -> refunds.containsKey('"' + key + '"');
            case "send_email" -> mails.containsKey("<" + key + "@clda>");
            default -> true;
        };
    }

    /** Recovery settles what ran; what waits for a person is approved, so that the turns behind it can end too. */
    private static void awaitSettled(SeEngine engine, ConversationLog log, String conversationId)
            throws InterruptedException {
        Instant end = Instant.now().plusSeconds(15);
        while (Instant.now().isBefore(end)
                && log.view(
                                conversationId,
                                conversation -> conversation.active().isPresent())
                        .orElse(false)) {
            DoomedEngine.approveWhatWaits(engine);
            Thread.sleep(20);
        }
    }

    /** {@code KillCampaign KILLS SEED STORE REPORT}, the store being {@code embedded} or {@code postgresql}. */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        boolean postgres = arguments[2].equals("postgresql");
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "kill-");
        String database = postgres ? Postgres.shared().url(Postgres.shared().newDatabase()) : "";
        Findings findings = new KillCampaign(dir, database, seed).run(kills);
        System.out.println(findings.report());
        Files.writeString(
                Path.of(arguments[3]),
                "# Kill campaign, %s, %s%n%nJava %s, %s, %d processors.%n%nCommand: `mvn -Pkills verify -Dkills=%d -Dseed=%d%s`%n%n%s"
                        .formatted(
                                postgres ? "PostgreSQL" : "embedded store",
                                LocalDate.now(),
                                Runtime.version(),
                                postgres
                                        ? "PostgreSQL 17 synchronous_commit=on"
                                        : "SQLite journal_mode=WAL synchronous=FULL",
                                Runtime.getRuntime().availableProcessors(),
                                kills,
                                seed,
                                postgres ? " -Dclda.store=postgresql" : "",
                                findings.report()));
        System.exit(findings.clean() ? 0 : 1);
    }
}
