package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clda.kit.RedisServer;
import clda.relay.redis.RedisBus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisClientsIT {

    @Test
    void whoListensNoticesAConnectionOnWhichNothingComesAnyMore() throws Exception {
        assumeTrue(RedisServer.isInstalled(), "Redis is installed");
        try (RedisServer server = RedisServer.start();
                RedisClients clients =
                        new RedisClients(new RedisSettings(URI.create(server.url()), null, null, "clda"))) {
            // Given a node that listens
            RedisBus bus = new RedisBus(clients.patient().orElseThrow().redis(), "clda", "Redis");
            CountDownLatch listens = new CountDownLatch(1);
            FutureTask<Void> listening = new FutureTask<>(() -> {
                bus.receive("one", listens::countDown, message -> {});
                return null;
            });
            Thread.ofVirtual().start(listening);
            assertThat(listens.await(10, TimeUnit.SECONDS)).isTrue();

            // When Redis falls silent, and its connections stay open
            server.hold();
            try {
                // Then the node is told so
                assertThatThrownBy(() -> listening.get(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IOException.class);
            } finally {
                server.goOn();
            }
        }
    }
}
