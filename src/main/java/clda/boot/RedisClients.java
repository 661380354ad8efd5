package clda.boot;

import java.time.Duration;
import java.util.Optional;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The clients of Redis, if one is configured. Nothing is connected before it is used. */
final class RedisClients implements AutoCloseable {

    /** For what nobody waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** For what a request waits for. */
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(150);

    /** Nothing for so long on a connection that listens, on which a beat arrives each second, and it is broken. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final int CONNECTIONS = 16;

    /** A client, and what it is called in log lines and in Redis. */
    record Client(UnifiedJedis redis, String prefix, String name) {}

    private final @Nullable Client patient;
    private final @Nullable Client quick;

    RedisClients(@Nullable RedisSettings settings) {
        this.patient = settings == null ? null : client(settings, PATIENCE);
        this.quick = settings == null ? null : client(settings, SHORT_PATIENCE);
    }

    private static Client client(RedisSettings settings, Duration patience) {
        GenericObjectPoolConfig<Connection> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(patience);
        pool.setJmxEnabled(false);
        UnifiedJedis redis = RedisClient.builder()
                .hostAndPort(new HostAndPort(settings.address().getHost(), settings.port()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis(Math.toIntExact(patience.toMillis()))
                        .blockingSocketTimeoutMillis(Math.toIntExact(SILENCE.toMillis()))
                        .ssl(settings.encrypted())
                        .user(settings.user())
                        .password(settings.password())
                        .database(settings.database())
                        .clientName("clda")
                        .build())
                .poolConfig(pool)
                .build();
        return new Client(redis, settings.prefix(), settings.toString());
    }

    /** For work that nobody waits for. */
    Optional<Client> patient() {
        return Optional.ofNullable(patient);
    }

    /** For work that a request waits for. */
    Optional<Client> quick() {
        return Optional.ofNullable(quick);
    }

    @Override
    public void close() {
        patient().ifPresent(client -> client.redis().close());
        quick().ifPresent(client -> client.redis().close());
    }
}
