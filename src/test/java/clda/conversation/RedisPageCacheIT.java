package clda.conversation;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.conversation.redis.RedisPageCache;
import clda.kit.Postgres;
import clda.kit.RedisServer;
import clda.kit.ScriptedModel;
import clda.kit.SeEngine;
import clda.kit.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** Two nodes on one PostgreSQL that share a real Redis: a long conversation is there at the second, whatever becomes of Redis. */
class RedisPageCacheIT {

    private static final int EVENTS = 1_200;

    @TempDir
    Path dir;

    private final String database = Postgres.shared().url(Postgres.shared().newDatabaseWithTables());
    private RedisServer server;
    private UnifiedJedis redis;

    @BeforeEach
    void start() {
        assumeTrue(RedisServer.isInstalled(), "Redis is installed");
        server = RedisServer.start();
        redis = RedisClient.create(URI.create(server.url() + "?timeout=30000"));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            redis.close();
            server.close();
        }
    }

    private SeEngine node(String name) {
        return new SeEngine.Options(dir.resolve(name), new ScriptedModel())
                .database(TestDatabase.postgres(database))
                .keyFile(dir.resolve("key.json"))
                .node(name)
                .pages(new RedisPageCache(redis, "clda", System::nanoTime))
                .open()
                .start();
    }

    private static String longConversation(SeEngine node) {
        String id = node.engine().conversations().create(ALICE, null).id();
        for (int i = 1; i < EVENTS; i++) {
            node.engine().conversations().rename(ALICE, id, "kingfisher " + i);
        }
        return id;
    }

    private static List<RecordedEvent> allEvents(SeEngine node, String id) {
        return node.engine().log().read(id, 0, Integer.MAX_VALUE).orElseThrow();
    }

    private static String title(SeEngine node, String id) {
        return node.engine().conversations().view(ALICE, id, Conversation::title);
    }

    @Test
    void whatOneNodeHasReadTheOtherFindsInRedis() {
        try (SeEngine writer = node("writer")) {
            String id = longConversation(writer);
            try (SeEngine one = node("one")) {
                assertThat(title(one, id)).isEqualTo("kingfisher " + (EVENTS - 1));
            }

            try (SeEngine other = node("other")) {
                assertThat(title(other, id)).isEqualTo("kingfisher " + (EVENTS - 1));
                assertThat(allEvents(other, id))
                        .extracting(RecordedEvent::seq)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, EVENTS).boxed().toList());
            }
            // Whatever else reads the conversation, such as the search, finds them there too.
            assertThat(redis.info("stats")).containsPattern("keyspace_hits:([2-9]|\\d\\d)");
            assertThat(redis.keys("*")).hasSize(2).allSatisfy(name -> {
                assertThat(redis.ttl(name)).isBetween(3_000L, 3_600L);
                assertThat(new String(redis.get(name.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1))
                        .doesNotContain("kingfisher", "conversation.renamed", id);
            });
        }
    }

    @Test
    void withoutRedisTheStoreIsAsked() {
        try (SeEngine writer = node("writer")) {
            String id = longConversation(writer);
            server.kill();

            try (SeEngine other = node("other")) {
                assertThat(title(other, id)).isEqualTo("kingfisher " + (EVENTS - 1));
            }
        }
    }
}
