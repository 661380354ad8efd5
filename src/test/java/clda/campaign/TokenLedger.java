package clda.campaign;

import clda.budget.Quantity;
import clda.budget.Scope;
import clda.budget.Spending;
import clda.budget.UsageBook.Used;
import clda.budget.jpa.JpaUsageBook;
import clda.conversation.Turn;
import clda.kit.Clda;
import clda.kit.ScriptedModelServer;
import clda.kit.SeEngine;
import clda.kit.speech.Said;
import clda.llm.http.Patience;
import clda.llm.http.StreamingModelClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Whether the ledger holds what the provider has counted, over many turns of many people, each with a call of a tool or without. */
final class TokenLedger {

    private static final int PEOPLE = 20;

    record Findings(int turns, long counted, long booked, long calls, long bookedCalls, long held, Duration took) {
        double off() {
            return Math.abs(counted - booked) / (double) counted;
        }
    }

    private TokenLedger() {}

    static Findings run(Path dir, int turns) throws Exception {
        AtomicLong counted = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        AtomicInteger completed = new AtomicInteger();
        long began = System.nanoTime();
        ModelFaults.Door door = ModelFaults.Door.CHAT_COMPLETIONS;
        try (ScriptedModelServer server = new ScriptedModelServer()) {
            server.answering(request -> {
                Random random = new Random(calls.incrementAndGet());
                int input = 50 + random.nextInt(5_000);
                int output = 1 + random.nextInt(800);
                counted.addAndGet(input + output);
                boolean tool = random.nextInt(3) == 0
                        && !request.path("messages")
                                .get(request.path("messages").size() - 1)
                                .path("role")
                                .asText()
                                .equals("tool");
                Said said = tool
                        ? Said.calls("find_order", "{\"orderNumber\":\"A-1001\"}")
                        : Said.text("It has ", "shipped.");
                return door.speech.of(said.counting(input, output)).whole();
            });
            StreamingModelClient model = new StreamingModelClient(
                    "m",
                    door.dialect(server.address()),
                    new Patience(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(60)),
                    Thread.ofVirtual().factory());
            Quantity plenty = new Quantity(Long.MAX_VALUE, Long.MAX_VALUE / 4, Long.MAX_VALUE);
            try (SeEngine engine = new SeEngine.Options(dir, model)
                            .budget(Map.of(Scope.PERSON_DAY, plenty, Scope.CONVERSATION, plenty))
                            .open()
                            .start();
                    ExecutorService people = Executors.newFixedThreadPool(PEOPLE)) {
                List<Future<?>> all = new ArrayList<>();
                for (int person = 0; person < PEOPLE; person++) {
                    int share = turns / PEOPLE + (person < turns % PEOPLE ? 1 : 0);
                    all.add(people.submit(() -> {
                        Clda clda = Clda.begins(engine);
                        for (int i = 0; i < share; i++) {
                            if (i % 50 == 49) {
                                clda = Clda.begins(engine);
                            }
                            if (clda.says("where is my order?").state() == Turn.State.COMPLETED) {
                                completed.incrementAndGet();
                            }
                        }
                    }));
                }
                for (Future<?> each : all) {
                    each.get();
                }
                JpaUsageBook book = new JpaUsageBook(engine.store());
                LocalDate today = LocalDate.now(Clock.systemUTC());
                List<Used> used = book.used("default", null, today.minusDays(1), null, 1_000);
                long booked = used.stream()
                        .mapToLong(one -> one.inputTokens() + one.outputTokens() + one.estimatedTokens())
                        .sum();
                long held = book.spent(Scope.TENANT_DAY, new Spending("default", "", "", today))
                                .tokens()
                        - booked;
                return new Findings(
                        completed.get(),
                        counted.get(),
                        booked,
                        calls.get(),
                        used.stream().mapToLong(Used::calls).sum(),
                        held,
                        Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    /** @param args turns, report */
    public static void main(String[] args) throws Exception {
        int turns = Integer.parseInt(args[0]);
        Findings found = run(Files.createTempDirectory("clda-ledger"), turns);
        String report = "# The token ledger against what the provider counted\n\n"
                + LocalDate.now(Clock.systemUTC()) + ", Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors, embedded store. `" + Campaigns.command()
                + "`\n\n| | provider | ledger |\n|---|---|---|\n| calls | " + found.calls + " | "
                + found.bookedCalls
                + " |\n| tokens | " + found.counted + " | " + found.booked + " |\n\n" + found.turns
                + " turns completed, " + found.took.toSeconds() + " s; reservations left: " + found.held + " tokens.\n";
        Files.writeString(Path.of(args[1]), report);
        System.exit(found.turns == turns && found.off() <= 0.01 && found.held == 0 ? 0 : 1);
    }
}
