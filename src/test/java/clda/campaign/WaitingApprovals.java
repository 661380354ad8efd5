package clda.campaign;

import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.DialogueRules;
import clda.json.Json;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What an inbox costs in which much waits: refunds of many persons, each in a conversation of its own. */
final class WaitingApprovals {

    private static final Caller APPROVER = new Caller("carol", "default", Set.of(Role.USER, Role.APPROVER));
    private static final int PERSONS = 200;
    private static final int TRIES = 60;

    private WaitingApprovals() {}

    private static final class Refunding implements ModelClient {
        @Override
        public String name() {
            return "refunding";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            return ModelReply.calls(
                    "refunding",
                    List.of(new ModelReply.ProposedCall(
                            "refund_order",
                            Json.MAPPER
                                    .createObjectNode()
                                    .put("orderNumber", "A-1001")
                                    .put("amount", 500)
                                    .put("reason", "broken"))));
        }
    }

    private static void fill(SeEngine engine, int from, int to) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = from; i < to; i++) {
                Caller person = new Caller("person" + i % PERSONS, "default", Set.of(Role.USER));
                threads.execute(() -> engine.engine()
                        .dialogue()
                        .say(
                                person,
                                engine.engine()
                                        .conversations()
                                        .create(person, null)
                                        .id(),
                                "refund it",
                                null));
            }
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.MINUTES);
        }
        while (engine.engine().approvals().countFor(APPROVER, null).forCaller() < to) {
            Thread.sleep(200);
        }
    }

    private static void measure(String what, Runnable work) {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < TRIES; i++) {
            long began = System.nanoTime();
            work.run();
            micros.add((System.nanoTime() - began) / 1_000);
        }
        micros.sort(null);
        System.out.printf(
                "%-24s p50 %6.1f ms, p95 %6.1f ms%n",
                what, micros.get(TRIES / 2) / 1e3, micros.get(TRIES * 95 / 100) / 1e3);
    }

    private static void look(SeEngine engine, int waiting) {
        System.out.println(waiting + " waiting");
        var approvals = engine.engine().approvals();
        Position middle = null;
        for (int i = 0; i < waiting / 400; i++) {
            middle = approvals.waitingFor(APPROVER, null, middle, 200).next();
        }
        Position from = middle;
        measure("first page of 50", () -> page(engine, null));
        measure("a page in the middle", () -> page(engine, from));
        measure("both numbers", () -> approvals.countFor(APPROVER, null));
        measure("whether it changed", () -> approvals.fingerprint("default"));
    }

    private static void page(SeEngine engine, Position after) {
        Page<Listed<WaitingCall>> page = engine.engine().approvals().waitingFor(APPROVER, null, after, 50);
        if (page.items().size() != 50) {
            throw new IllegalStateException("a page of " + page.items().size());
        }
    }

    /** @param args {@code postgresql} for the store on PostgreSQL */
    public static void main(String[] args) throws Exception {
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "waiting-");
        TestDatabase database = args.length > 0
                ? TestDatabase.postgres(Postgres.shared().url(Postgres.shared().newDatabase()))
                : TestDatabase.embedded(dir);
        try (SeEngine engine = new SeEngine.Options(dir, new Refunding())
                .database(database)
                .rules(DialogueRules.DEFAULT)
                .open()
                .start()) {
            fill(engine, 0, 1_000);
            look(engine, 1_000);
            look(engine, 1_000);
            fill(engine, 1_000, 5_000);
            look(engine, 5_000);
        }
        System.exit(0);
    }
}
