package clda.net;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a service that has failed alone for a second. Then one caller finds out whether it is back, while all others go on
 * without it: a service that hangs costs one caller a second its patience, and no more.
 */
public final class Respite {

    private static final Logger LOG = System.getLogger(Respite.class.getName());
    private static final Duration REST = Duration.ofSeconds(1);

    private final String consequence;
    private final LongSupplier nanos;
    private final AtomicLong until;
    private volatile boolean away;

    /**
     * @param consequence what the log says while the service is away: that it does not answer, and what that means
     * @param nanos as {@link System#nanoTime}
     */
    public Respite(String consequence, LongSupplier nanos) {
        this.consequence = consequence;
        this.nanos = nanos;
        this.until = new AtomicLong(nanos.getAsLong());
    }

    /**
     * Asks the service unless it is left alone.
     *
     * @param failure what it throws when it does not answer
     * @return its answer; empty if there is none
     */
    public <T> Optional<T> ask(Supplier<@Nullable T> question, Class<? extends RuntimeException> failure) {
        if (!mayAsk()) {
            return Optional.empty();
        }
        try {
            Optional<T> answer = Optional.ofNullable(question.get());
            answered();
            return answer;
        } catch (RuntimeException e) {
            if (!failure.isInstance(e)) {
                throw e;
            }
            failed(e);
            return Optional.empty();
        }
    }

    private boolean mayAsk() {
        long end = until.get();
        long now = nanos.getAsLong();
        return now - end >= 0 && (!away || until.compareAndSet(end, now + REST.toNanos()));
    }

    private void answered() {
        if (away) {
            away = false;
            until.set(nanos.getAsLong());
            LOG.log(Level.INFO, "no longer so: {0}", consequence);
        }
    }

    private void failed(RuntimeException why) {
        until.set(nanos.getAsLong() + REST.toNanos());
        if (!away) {
            away = true;
            LOG.log(Level.WARNING, "{0} ({1})", consequence, why.getMessage());
        }
    }
}
