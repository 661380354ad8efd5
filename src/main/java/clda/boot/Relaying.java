package clda.boot;

import clda.conversation.ConversationKeys;
import clda.relay.NodeBus;
import clda.relay.Relay;
import clda.relay.postgres.PostgresBus;
import clda.relay.redis.RedisBus;
import clda.security.KeyRing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The relay between nodes: through Redis where there is one, else through PostgreSQL; an embedded store has one node only. */
final class Relaying implements AutoCloseable {

    private final @Nullable Relay relay;

    Relaying(
            RedisClients redis,
            DataSource database,
            Durability durability,
            Engine engine,
            ConversationKeys keys,
            KeyRing keyRing,
            Supplier<String> ids,
            Consumer<String> inboxChanged,
            MeterRegistry meters,
            ThreadFactory threads) {
        NodeBus bus = redis.patient()
                .<NodeBus>map(client -> new RedisBus(client.redis(), client.prefix(), client.name()))
                .orElseGet(() -> durability.product().equals("PostgreSQL") ? new PostgresBus(database) : null);
        this.relay = bus == null
                ? null
                : new Relay(bus, engine.log(), keys, keyRing, ids.get(), inboxChanged, System::nanoTime, threads);
        Gauge.builder("clda.relay.connected", () -> relay != null && relay.isConnected() ? 1 : 0)
                .description("1 while what other nodes write reaches this one at once")
                .strongReference(true)
                .register(meters);
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
    }
}
