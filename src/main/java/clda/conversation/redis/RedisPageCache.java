package clda.conversation.redis;

import clda.conversation.PageCache;
import clda.net.Respite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.GetExParams;
import redis.clients.jedis.params.SetParams;

/** Pages in Redis, each for an hour after it was last used. Names are hashed. */
public final class RedisPageCache implements PageCache {

    private static final Duration KEPT = Duration.ofHours(1);

    private final UnifiedJedis redis;
    private final String prefix;
    private final Respite respite;

    /**
     * @param redis with a short patience
     * @param prefix of the names of pages; the same for all nodes of a cluster
     * @param nanos as {@link System#nanoTime}
     */
    public RedisPageCache(UnifiedJedis redis, String prefix, LongSupplier nanos) {
        this.redis = redis;
        this.prefix = prefix;
        this.respite = new Respite("Redis does not answer: conversations are read from the database", nanos);
    }

    @Override
    public Optional<byte[]> get(String name) {
        return respite.ask(
                () -> redis.getEx(key(name), GetExParams.getExParams().ex(KEPT.toSeconds())), JedisException.class);
    }

    @Override
    public void put(String name, Supplier<byte[]> page) {
        respite.ask(
                () -> redis.set(key(name), page.get(), SetParams.setParams().ex(KEPT.toSeconds())),
                JedisException.class);
    }

    private byte[] key(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return (prefix + ":page:" + HexFormat.of().formatHex(hash)).getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
