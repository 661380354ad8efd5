package clda.relay.redis;

import clda.relay.NodeBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Publish and subscribe of Redis: one channel for all nodes, and one for each of them. Nothing is kept in Redis. */
public final class RedisBus implements NodeBus {

    private static final int LARGEST = 64 * 1024;

    private final UnifiedJedis redis;
    private final String prefix;
    private final String name;
    private volatile @Nullable BinaryJedisPubSub subscription;

    /**
     * @param prefix of the names of channels; the same for all nodes of a cluster
     * @param name for log lines; without credentials
     */
    public RedisBus(UnifiedJedis redis, String prefix, String name) {
        this.redis = redis;
        this.prefix = prefix;
        this.name = name;
    }

    private byte[] channel(@Nullable String node) {
        return (prefix + (node == null ? ":nodes" : ":node:" + node)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void send(List<Envelope> messages) throws IOException {
        try (AbstractPipeline pipeline = redis.pipelined()) {
            messages.forEach(message -> pipeline.publish(channel(message.to()), message.message()));
            pipeline.sync();
        } catch (JedisException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void receive(String node, Runnable connected, Consumer<byte[]> received) throws IOException {
        BinaryJedisPubSub subscriber = new BinaryJedisPubSub() {
            @Override
            public void onSubscribe(byte[] channel, int subscribedChannels) {
                if (subscribedChannels == 2) {
                    connected.run();
                }
            }

            @Override
            public void onMessage(byte[] channel, byte[] message) {
                received.accept(message);
            }
        };
        subscription = subscriber;
        try {
            redis.subscribe(subscriber, channel(null), channel(node));
        } catch (JedisException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            subscription = null;
        }
    }

    @Override
    public void disconnect() {
        BinaryJedisPubSub current = subscription;
        if (current != null && current.isSubscribed()) {
            try {
                current.unsubscribe();
            } catch (JedisException e) {
                // It is broken already, which ends the subscription as well.
            }
        }
    }

    @Override
    public int largest() {
        return LARGEST;
    }

    @Override
    public Duration pace() {
        return Duration.ZERO;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        disconnect();
    }
}
