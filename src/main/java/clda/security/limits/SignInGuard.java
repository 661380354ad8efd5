package clda.security.limits;

import clda.security.limits.SignInAttempts.Tries;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Slows down password guessing. After a few wrong attempts the next one has to wait, each time twice as long. Attempts are
 * counted by account and address together, so that a stranger does not lock a user out; by account, so that using many
 * addresses does not help; and by address, so that using many accounts does not help. An attempt counts as wrong until it has
 * succeeded, so that concurrent attempts count too.
 */
public final class SignInGuard {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** Time without an attempt after which earlier attempts are forgotten. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private static final int FREE_AT_ADDRESS = 5;
    private static final int FREE_OF_ACCOUNT = 40;
    private static final int FREE_OF_ADDRESS = 60;
    private static final int MAX_DOUBLINGS = 12;

    private final SignInAttempts attempts;
    private final Clock clock;

    public SignInGuard(SignInAttempts attempts, Clock clock) {
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * Counts an attempt.
     *
     * @return how long to wait before another attempt; empty if the password may be checked now
     */
    public Optional<Duration> begin(String user, String address) {
        Instant now = clock.instant();
        Map<String, Integer> free = subjects(user, address);
        AtomicReference<@Nullable Duration> refused = new AtomicReference<>();
        attempts.change(free.keySet(), known -> {
            Duration wait = free.entrySet().stream()
                    .map(subject -> wait(known.get(subject.getKey()), subject.getValue(), now))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
            refused.set(wait.isZero() ? null : wait);
            if (!wait.isZero()) {
                return known;
            }
            Map<String, Tries> counted = new HashMap<>();
            free.keySet().forEach(subject -> {
                Tries before = known.get(subject);
                int count = before == null || isForgotten(before, now) ? 0 : before.count();
                counted.put(subject, new Tries(count + 1, now));
            });
            return counted;
        });
        return Optional.ofNullable(refused.get());
    }

    /** The attempt succeeded: earlier wrong attempts on this account from this address no longer count. */
    public void right(String user, String address) {
        String here = digest("here", user, address);
        attempts.change(subjects(user, address).keySet(), known -> {
            Map<String, Tries> left = oneLess(known);
            left.remove(here);
            return left;
        });
    }

    /** The password was not checked: the attempt does not count. */
    public void undone(String user, String address) {
        attempts.change(subjects(user, address).keySet(), SignInGuard::oneLess);
    }

    private static Map<String, Tries> oneLess(Map<String, Tries> known) {
        Map<String, Tries> left = new HashMap<>();
        known.forEach((subject, tries) -> {
            if (tries.count() > 1) {
                left.put(subject, new Tries(tries.count() - 1, tries.last()));
            }
        });
        return left;
    }

    /** Drops attempts that are too old to count. */
    public void forget() {
        attempts.forget(clock.instant().minus(MEMORY));
    }

    private static Map<String, Integer> subjects(String user, String address) {
        Map<String, Integer> free = new LinkedHashMap<>();
        free.put(digest("here", user, address), FREE_AT_ADDRESS);
        free.put(digest("account", user, ""), FREE_OF_ACCOUNT);
        free.put(digest("address", "", address), FREE_OF_ADDRESS);
        return free;
    }

    private static Duration wait(@Nullable Tries tries, int free, Instant now) {
        if (tries == null || tries.count() < free || isForgotten(tries, now)) {
            return Duration.ZERO;
        }
        Duration whole = FIRST_WAIT.multipliedBy(1L << Math.min(tries.count() - free, MAX_DOUBLINGS));
        Instant until = tries.last().plus(whole.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : whole);
        return now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    }

    private static boolean isForgotten(Tries tries, Instant now) {
        return !now.isBefore(tries.last().plus(MEMORY));
    }

    private static String digest(String kind, String user, String address) {
        try {
            String text = String.join("\n", kind, user.strip().toLowerCase(Locale.ROOT), address);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
