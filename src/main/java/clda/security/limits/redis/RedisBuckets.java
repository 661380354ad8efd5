package clda.security.limits.redis;

import clda.net.Respite;
import clda.security.limits.Rate;
import clda.security.limits.SharedBuckets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Buckets in Redis, counted there by a script: one round trip, however many take from a bucket at the same time. Nobody's name
 * or address is in it: names of buckets are hashed.
 */
public final class RedisBuckets implements SharedBuckets {

    private static final int NAME_CHARACTERS = 22;

    /**
     * Takes one from the bucket KEYS[1] of ARGV[1] uses in ARGV[2] milliseconds at the time ARGV[3]; the bucket fills evenly.
     * Gives the milliseconds to wait, 0 if there was one. What is full again is not kept.
     */
    private static final String TAKE =
            """
            local count, period, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local left, at = count, now
            local kept = redis.call('get', KEYS[1])
            if kept then
              local some, time = string.match(kept, '^(%S+) (%S+)$')
              left, at = tonumber(some), tonumber(time)
            end
            if now > at then
              left = math.min(count, left + (now - at) * count / period)
              at = now
            end
            if left < 1 - 1e-6 then
              return math.max(1, math.ceil((1 - left) * period / count - 1e-6))
            end
            left = left - 1
            local full = math.ceil((count - left) * period / count) + 1
            redis.call('set', KEYS[1], string.format('%.17g %.17g', left, at), 'px', full)
            return 0
            """;

    private final UnifiedJedis redis;
    private final String prefix;
    private final Clock clock;
    private final Respite respite;

    /**
     * @param redis with a short patience
     * @param prefix of the names of buckets; the same for all nodes of a cluster
     * @param clock the same for all nodes, such as the database's
     * @param nanos as {@link System#nanoTime}
     */
    public RedisBuckets(UnifiedJedis redis, String prefix, Clock clock, LongSupplier nanos) {
        this.redis = redis;
        this.prefix = prefix;
        this.clock = clock;
        this.respite = new Respite("Redis does not answer: rate limits hold for each node by itself", nanos);
    }

    @Override
    public Optional<Duration> take(String bucket, Rate rate) {
        return respite.ask(
                        () -> redis.eval(
                                TAKE,
                                List.of(name(bucket, rate)),
                                List.of(
                                        String.valueOf(rate.count()),
                                        String.valueOf(rate.period().toMillis()),
                                        String.valueOf(clock.millis()))),
                        JedisException.class)
                .map(wait -> Duration.ofMillis((Long) wait));
    }

    /** The rate is part of the name: nodes with different rates, as during a change, do not share a bucket. */
    private String name(String bucket, Rate rate) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((rate + "|" + bucket).getBytes(StandardCharsets.UTF_8));
            String hashed = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return prefix + ":rate:" + hashed.substring(0, NAME_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
