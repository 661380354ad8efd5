package clda.campaign;

import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.TurnStarted;
import clda.dialogue.DialogueRules;
import clda.kit.Postgres;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import clda.llm.Cancellation;
import clda.llm.ModelClient;
import clda.llm.ModelReply;
import clda.llm.ModelRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes on one PostgreSQL, at which many persons at once speak in the same conversations. */
final class RaceCampaign {

    private static final int CONVERSATIONS = 100;
    private static final int SPEAKERS_OF_A_NODE = 50;

    private record Findings(
            int sent, int stored, int lost, int gaps, int doubled, int parallel, int unsettled, Duration took) {
        boolean clean() {
            return lost == 0 && gaps == 0 && doubled == 0 && parallel == 0 && unsettled == 0;
        }
    }

    private RaceCampaign() {}

    private static final class Echo implements ModelClient {
        @Override
        public String name() {
            return "echo";
        }

        @Override
        public ModelReply respond(ModelRequest request, TextSink shown, Cancellation cancellation) {
            return ModelReply.text("echo", "Yes.", null);
        }
    }

    private static SeEngine node(Path dir, String database, String name) {
        DialogueRules rules =
                new DialogueRules(DialogueRules.WhileBusy.QUEUE, 32_000, Integer.MAX_VALUE, Duration.ofDays(1), 100);
        return new SeEngine.Options(dir.resolve(name), new Echo())
                .database(TestDatabase.postgres(database))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .rules(rules)
                .onlyTools(List.of(), store -> List.of())
                .open()
                .start();
    }

    private static Findings run(Path dir, int sends) throws InterruptedException {
        String database = Postgres.shared().url(Postgres.shared().newDatabase());
        try (SeEngine left = node(dir, database, "left");
                SeEngine right = node(dir, database, "right")) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                ids.add(left.engine()
                        .conversations()
                        .create(DoomedEngine.CALLER, null)
                        .id());
            }
            while (left.store().alone() || right.store().alone()) {
                Thread.sleep(50);
            }
            Instant began = Instant.now();
            Set<String> acknowledged = ConcurrentHashMap.newKeySet();
            AtomicInteger next = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(2 * SPEAKERS_OF_A_NODE);
            for (SeEngine node : List.of(left, right)) {
                for (int speaker = 0; speaker < SPEAKERS_OF_A_NODE; speaker++) {
                    Thread.ofVirtual().start(() -> {
                        for (int n = next.getAndIncrement(); n < sends; n = next.getAndIncrement()) {
                            String id = ids.get(n % CONVERSATIONS);
                            node.engine().dialogue().say(DoomedEngine.CALLER, id, "message", "m" + n);
                            acknowledged.add(id + " m" + n);
                            if (n % 10_000 == 0) {
                                System.out.println(n + " sent");
                            }
                        }
                        done.countDown();
                    });
                }
            }
            done.await();
            Thread.sleep(2_000);
            awaitRest(left, ids);
            return look(left, ids, sends, acknowledged, Duration.between(began, Instant.now()));
        }
    }

    private static void awaitRest(SeEngine node, List<String> ids) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(900);
        while (Instant.now().isBefore(end)) {
            boolean rest = ids.stream().noneMatch(id -> node.engine()
                    .log()
                    .view(id, conversation -> conversation.active().isPresent())
                    .orElse(false));
            if (rest) {
                return;
            }
            Thread.sleep(500);
        }
    }

    private static Findings look(SeEngine node, List<String> ids, int sends, Set<String> acknowledged, Duration took) {
        int gaps = 0;
        int doubled = 0;
        int parallel = 0;
        int unsettled = 0;
        Set<String> stored = new HashSet<>();
        for (String id : ids) {
            List<RecordedEvent> events =
                    node.engine().log().read(id, 0, Integer.MAX_VALUE).orElseThrow();
            LaneCheck lane = new LaneCheck();
            for (int i = 0; i < events.size(); i++) {
                RecordedEvent event = events.get(i);
                gaps += event.seq() == i + 1 ? 0 : 1;
                if (event.event() instanceof TurnStarted started) {
                    doubled += stored.add(id + " " + started.clientMessageId()) ? 0 : 1;
                }
                lane.take(event);
            }
            parallel += lane.parallel();
            unsettled += lane.isOpen() ? 1 : 0;
        }
        int lost = (int) acknowledged.stream()
                .filter(message -> !stored.contains(message))
                .count();
        return new Findings(sends, stored.size(), lost, gaps, doubled, parallel, unsettled, took);
    }

    /** {@code RaceCampaign SENDS REPORT}. */
    public static void main(String[] arguments) throws Exception {
        int sends = Integer.parseInt(arguments[0]);
        Path dir = Files.createTempDirectory(
                Files.createDirectories(Path.of("target/campaign")).toAbsolutePath(), "race-");
        Findings found = run(dir, sends);
        String report =
                """
                # Two nodes, one conversation, many speakers, %s

                Java %s, PostgreSQL 17, %d processors; two nodes, %d speakers at each, %d conversations. Command: `%s`

                | | |
                |---|---|
                | messages sent | %d |
                | turns stored | %d |
                | **acknowledged and not stored** | %d |
                | **gaps in the numbers** | %d |
                | **messages doubled** | %d |
                | **turns in parallel** | %d |
                | **turns left open** | %d |
                | took | %d s |
                """
                        .formatted(
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                SPEAKERS_OF_A_NODE,
                                CONVERSATIONS,
                                Campaigns.command(),
                                found.sent(),
                                found.stored(),
                                found.lost(),
                                found.gaps(),
                                found.doubled(),
                                found.parallel(),
                                found.unsettled(),
                                found.took().toSeconds());
        System.out.println(report);
        Files.writeString(Path.of(arguments[1]), report);
        System.exit(found.clean() ? 0 : 1);
    }
}
