package clda.security.limits;

import clda.security.Caller;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how often a user, a tenant and an address may use each interface. Counts on this node first: whoever has used up a
 * rate here has used it up altogether. What is left here is asked of the buckets that nodes share, as long as they answer. A
 * bucket that is full again is equivalent to a new one and is forgotten, so that many addresses do not fill the memory. Safe
 * for use by many threads.
 */
public final class RateLimits {

    private static final int MAX_BUCKETS = 100_000;

    /** Rates by interface and subject; what is not in it is unlimited. */
    public record Rules(Map<Door, Map<Whose, Rate>> rates) {

        /** Far above what people and ordinary programs need; they stop runaway clients. */
        public static final Rules DEFAULT = new Rules(Map.of(
                Door.PAGE, Map.of(Whose.ADDRESS, Rate.perMinute(6_000)),
                Door.REST, api(),
                Door.RASA, api(),
                Door.SOCKET, Map.of(Whose.PERSON, Rate.perMinute(30_000), Whose.TENANT, Rate.perMinute(120_000)),
                Door.UPLOAD, Map.of(Whose.PERSON, Rate.perMinute(120), Whose.TENANT, Rate.perMinute(1_200)),
                Door.LOGIN, Map.of(Whose.ADDRESS, Rate.perMinute(600))));

        private static Map<Whose, Rate> api() {
            return Map.of(
                    Whose.PERSON, Rate.perMinute(30_000),
                    Whose.TENANT, Rate.perMinute(120_000),
                    Whose.ADDRESS, Rate.perMinute(60_000));
        }

        /** These rules with one rate changed; null for unlimited. */
        public Rules with(Door door, Whose subject, @Nullable Rate rate) {
            Map<Door, Map<Whose, Rate>> changed = new EnumMap<>(Door.class);
            rates.forEach((each, subjects) -> changed.put(each, new EnumMap<>(subjects)));
            Map<Whose, Rate> subjects = changed.computeIfAbsent(door, none -> new EnumMap<>(Whose.class));
            if (rate == null) {
                subjects.remove(subject);
            } else {
                subjects.put(subject, rate);
            }
            return new Rules(changed);
        }

        Optional<Rate> of(Door door, Whose subject) {
            return Optional.ofNullable(rates.getOrDefault(door, Map.of()).get(subject));
        }
    }

    private record Key(Door door, Whose subject, String who) {

        /** The same on every node. */
        String name() {
            return door.word() + "." + subject.word() + "." + who;
        }
    }

    private final Rules rules;
    private final TimeMeter time;
    private final SharedBuckets shared;
    private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile RefusalWatcher watcher = limit -> {};

    /** For a node that counts by itself. */
    public RateLimits(Rules rules, Clock clock) {
        this(rules, clock, SharedBuckets.NONE);
    }

    public RateLimits(Rules rules, Clock clock, SharedBuckets shared) {
        this.rules = rules;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return TimeUnit.MILLISECONDS.toNanos(clock.millis());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
        this.shared = shared;
    }

    /** @param watcher is notified of all refusals from now on, and replaces any earlier one */
    public void watch(RefusalWatcher watcher) {
        this.watcher = watcher;
    }

    /**
     * Takes one use from the limits of the user and of the tenant.
     *
     * @return how long to wait before another attempt; empty if this one is granted
     */
    public Optional<Duration> take(Door door, Caller caller) {
        return take(door, Whose.PERSON, caller.key()).or(() -> take(door, Whose.TENANT, caller.tenant()));
    }

    /** The same for an address. */
    public Optional<Duration> take(Door door, String address) {
        return take(door, Whose.ADDRESS, address);
    }

    private Optional<Duration> take(Door door, Whose subject, String who) {
        Optional<Rate> rate = rules.of(door, subject);
        if (rate.isEmpty()) {
            return Optional.empty();
        }
        if (buckets.size() >= MAX_BUCKETS) {
            forgetFull();
        }
        Key key = new Key(door, subject, who);
        Bucket here = buckets.computeIfAbsent(key, added -> bucket(rate.get()));
        ConsumptionProbe probe = here.tryConsumeAndReturnRemaining(1);
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        if (probe.isConsumed()) {
            wait = shared.take(key.name(), rate.get()).orElse(Duration.ZERO);
            if (wait.isZero()) {
                return Optional.empty();
            }
            here.addTokens(1);
        }
        watcher.refused("rate." + door.word() + "." + subject.word());
        return Optional.of(wait);
    }

    private Bucket bucket(Rate rate) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.count()).refillGreedy(rate.count(), rate.period()))
                .withCustomTimePrecision(time)
                .build();
    }

    private void forgetFull() {
        buckets.entrySet().removeIf(entry -> rules.of(
                        entry.getKey().door(), entry.getKey().subject())
                .filter(rate -> entry.getValue().getAvailableTokens() < rate.count())
                .isEmpty());
        if (buckets.size() >= MAX_BUCKETS) {
            // This many at once is not ordinary traffic: resetting all buckets is better than running out of memory.
            buckets.clear();
        }
    }

    /** How many buckets are kept. */
    int size() {
        return buckets.size();
    }
}
