package clda.campaign;

import static clda.kit.Clda.ALICE;

import clda.conversation.Conversation;
import clda.conversation.PageCache;
import clda.conversation.Turn;
import clda.conversation.redis.RedisPageCache;
import clda.kit.Postgres;
import clda.kit.RedisServer;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/**
 * How long a node takes for the first look at a conversation that another node has had, with and without the pages that Redis
 * keeps.
 */
public final class ColdOpening {

    private static final int PASSES = 5;

    private final Path folder;
    private final String database = Postgres.shared().url(Postgres.shared().newDatabase());
    private final UnifiedJedis redis;
    private final ScriptedModel model = new ScriptedModel();
    private int nodes;

    private ColdOpening(Path folder, UnifiedJedis redis) {
        this.folder = folder;
        this.redis = redis;
    }

    /** {@code ColdOpening TURNS CONVERSATIONS REPORT}; several numbers of turns with commas between. */
    public static void main(String[] arguments) throws Exception {
        int conversations = Integer.parseInt(arguments[1]);
        StringBuilder rows = new StringBuilder();
        try (RedisServer server = RedisServer.start();
                UnifiedJedis redis = RedisClient.create(URI.create(server.url()))) {
            ColdOpening opening = new ColdOpening(Files.createTempDirectory("cold-opening"), redis);
            for (String turns : arguments[0].split(",")) {
                rows.append(opening.measure(Integer.parseInt(turns), conversations));
            }
        }
        Files.writeString(
                Path.of(arguments[2]),
                """
                # The first look at a conversation that another node has had

                %s, Java %s, %d processors shared with PostgreSQL and Redis, both on this machine. A node that was just started looks
                at %d conversations, one after the other; half of the times in milliseconds, and the middle of %d such nodes with and
                without Redis in turn, after one of each that nobody counts. What is measured is the whole: reading, decrypting,
                folding.

                Command: `%s`

                | turns | events | from PostgreSQL | with pages in Redis | ratio |
                |---|---|---|---|---|
                %s"""
                        .formatted(
                                LocalDate.now(),
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                conversations,
                                PASSES,
                                Campaigns.command(),
                                rows));
        System.exit(0);
    }

    private SeEngine node(PageCache pages) {
        String name = "node" + nodes++;
        return new SeEngine.Options(folder.resolve(name), model)
                .database(TestDatabase.postgres(database))
                .keyFile(folder.resolve("key.json"))
                .node(name)
                .pages(pages)
                .open()
                .start();
    }

    private String measure(int turns, int conversations) {
        List<String> ids = new ArrayList<>();
        long events;
        try (SeEngine node = node(PageCache.NONE)) {
            for (int i = 0; i < conversations; i++) {
                ids.add(talk(node, turns));
            }
            events = node.engine().conversations().view(ALICE, ids.getFirst(), Conversation::lastSeq);
        }
        PageCache shared = new RedisPageCache(redis, "cold", System::nanoTime);
        double[] without = new double[PASSES];
        double[] with = new double[PASSES];
        for (int pass = -1; pass < PASSES; pass++) {
            double plain = half(PageCache.NONE, ids);
            double cached = half(shared, ids);
            if (pass >= 0) {
                without[pass] = plain;
                with[pass] = cached;
            }
        }
        double plain = middle(without);
        double cached = middle(with);
        return "| %,d | %,d | %.1f ms | %.1f ms | %.2f |%n".formatted(turns, events, plain, cached, cached / plain);
    }

    private String talk(SeEngine node, int turns) {
        String id = node.engine().conversations().create(ALICE, null).id();
        for (int i = 0; i < turns; i++) {
            model.answersWith("Order A-" + i + " has left and should be with you in two or three days, it says here.");
            String turn = node.engine().dialogue().say(ALICE, id, "where is my order A-" + i + "?", null);
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> node.engine().conversations().view(ALICE, id, all -> isCompleted(all, turn)));
        }
        return id;
    }

    private static boolean isCompleted(Conversation all, String turn) {
        Turn last = all.turns().getLast();
        return last.id().equals(turn) && last.state() == Turn.State.COMPLETED;
    }

    private double half(PageCache pages, List<String> ids) {
        double[] times = new double[ids.size()];
        try (SeEngine node = node(pages)) {
            for (int i = 0; i < times.length; i++) {
                String id = ids.get(i);
                long begun = System.nanoTime();
                node.engine().conversations().view(ALICE, id, all -> all.turns().size());
                times[i] = (System.nanoTime() - begun) / 1e6;
            }
        }
        return middle(times);
    }

    private static double middle(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
