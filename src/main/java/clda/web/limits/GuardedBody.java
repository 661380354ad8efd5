package clda.web.limits;

import clda.security.limits.AtOnce.Held;
import clda.web.TooMuch;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body that has to arrive in reasonable time: a client that sends byte by byte holds a thread of the server for no
 * longer than this. While it is being read, it counts as a body in transit.
 */
final class GuardedBody extends ServletInputStream {

    /** Time that every body is allowed. */
    private static final Duration FREE = Duration.ofSeconds(10);
    /** Minimum bytes per second beyond that time. */
    private static final int SLOWEST = 16_384;

    private static final Duration LATER = Duration.ofSeconds(5);

    private final ServletInputStream in;
    private final Supplier<List<Held>> admission;
    private final LongSupplier nanos;
    private @Nullable List<Held> held;
    private long began;
    private long taken;

    /**
     * @param admission counts the body in, or refuses it
     * @param nanos a clock
     */
    GuardedBody(ServletInputStream in, Supplier<List<Held>> admission, LongSupplier nanos) {
        this.in = in;
        this.admission = admission;
        this.nanos = nanos;
    }

    @Override
    public int read() throws IOException {
        before();
        int next;
        try {
            next = in.read();
        } catch (IOException e) {
            throw late(e);
        }
        after(next < 0 ? next : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        before();
        int count;
        try {
            count = in.read(into, offset, length);
        } catch (IOException e) {
            throw late(e);
        }
        after(count);
        return count;
    }

    private void before() {
        if (held == null) {
            held = admission.get();
            began = nanos.getAsLong();
        }
        long allowed = FREE.toNanos() + taken * TimeUnit.SECONDS.toNanos(1) / SLOWEST;
        if (nanos.getAsLong() - began > allowed) {
            throw tooSlow();
        }
    }

    /** Payara itself gives up after a while in which nothing comes. */
    private IOException late(IOException failure) {
        if (failure.getCause() instanceof TimeoutException) {
            throw tooSlow();
        }
        return failure;
    }

    private TooMuch tooSlow() {
        release();
        return new TooMuch(408, "The body arrived too slowly.", LATER);
    }

    private void after(int count) {
        if (count < 0) {
            release();
        } else {
            taken += count;
        }
    }

    /** Stops counting the body as in transit. */
    void release() {
        if (held != null) {
            held.forEach(Held::close);
        }
    }

    @Override
    public boolean isFinished() {
        return in.isFinished();
    }

    @Override
    public boolean isReady() {
        return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        release();
        in.close();
    }
}
