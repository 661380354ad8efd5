package clda.boot;

import clda.conversation.ConversationKeys;
import clda.relay.NodeBus;
import clda.relay.Relay;
import clda.relay.postgres.PostgresBus;
import clda.relay.redis.RedisBus;
import clda.security.KeyRing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The relay between nodes: through Redis where there is one, else through PostgreSQL; an embedded store has one node only. */
final class Relaying implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 16;

    private final @Nullable UnifiedJedis redis;
    private final @Nullable Relay relay;

    Relaying(
            Optional<RedisSettings> settings,
            DataSource database,
            Durability durability,
            Engine engine,
            ConversationKeys keys,
            KeyRing keyRing,
            Supplier<String> ids,
            Consumer<String> inboxChanged,
            MeterRegistry meters,
            ThreadFactory threads) {
        this.redis = settings.map(Relaying::client).orElse(null);
        NodeBus bus = null;
        if (redis != null) {
            RedisSettings used = settings.get();
            bus = new RedisBus(redis, used.prefix(), used.toString());
        } else if (durability.product().equals("PostgreSQL")) {
            bus = new PostgresBus(database);
        }
        this.relay = bus == null
                ? null
                : new Relay(bus, engine.log(), keys, keyRing, ids.get(), inboxChanged, System::nanoTime, threads);
        Gauge.builder("clda.relay.connected", () -> relay != null && relay.isConnected() ? 1 : 0)
                .description("1 while what other nodes write reaches this one at once")
                .strongReference(true)
                .register(meters);
    }

    private static UnifiedJedis client(RedisSettings settings) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(PATIENCE);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(settings.address().getHost(), settings.port()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis(Math.toIntExact(PATIENCE.toMillis()))
                        .ssl(settings.encrypted())
                        .user(settings.user())
                        .password(settings.password())
                        .database(settings.database())
                        .clientName("clda")
                        .build())
                .poolConfig(pool)
                .build();
    }

    void start() {
        if (relay != null) {
            relay.start();
        }
    }

    @Override
    public void close() {
        if (relay != null) {
            relay.close();
        }
        if (redis != null) {
            redis.close();
        }
    }
}
