package clda.relay;

import static clda.kit.Clda.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.kit.RedisServer;
import clda.kit.SeEngine;
import clda.relay.redis.RedisBus;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class RedisRelayIT extends RelayContract {

    private static RedisServer redis;

    @BeforeAll
    static void start() {
        assumeTrue(RedisServer.isInstalled(), "Redis is installed");
        redis = RedisServer.start();
    }

    @AfterAll
    static void stop() {
        if (redis != null) {
            redis.close();
        }
    }

    @Override
    NodeBus bus(SeEngine node, String database) {
        return new RedisBus(RedisClient.create(URI.create(redis.url())), "clda-" + database.hashCode(), "Redis");
    }

    private void bothAreConnected() {
        eventually(() -> assertThat(relayOfTheFirst.isConnected() && relayOfTheSecond.isConnected())
                .isTrue());
    }

    @Test
    void whatIsWrittenWhileRedisIsAwayIsReadOnceItIsBack() {
        String id = begins();
        Page page = reads(second, id);
        first.engine().dialogue().say(ALICE, id, "hello", null);
        model.writes("Before");
        sees(page, "Before");

        redis.kill();
        model.writes(", meanwhile");
        redis.startAgain();
        bothAreConnected();

        model.writes(", afterwards");
        sees(page, "Before, meanwhile, afterwards");
        model.ends();
        seesTheEnd(page);
    }

    @Test
    void withoutRedisEachMessageIsReadWhenItIsComplete() {
        String id = begins();
        Page page = reads(second, id);
        redis.kill();
        try {
            eventually(() -> assertThat(relayOfTheSecond.isConnected()).isFalse());
            first.engine().dialogue().say(ALICE, id, "hello", null);
            model.writes("Whole");
            model.ends();

            seesTheEnd(page);
        } finally {
            redis.startAgain();
        }
    }

    @Test
    void aRedisThatHangsHoldsNothingUp() {
        String id = begins();
        Page page = reads(second, id);
        redis.hold();
        try {
            first.engine().dialogue().say(ALICE, id, "hello", null);
            model.writes("Whole");
            model.ends();

            seesTheEnd(page);
            eventually(() -> assertThat(relayOfTheSecond.isConnected()).isFalse());
        } finally {
            redis.goOn();
        }
        bothAreConnected();
    }
}
