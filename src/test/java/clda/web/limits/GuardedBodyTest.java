package clda.web.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clda.web.TooMuch;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardedBodyTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger sending = new AtomicInteger();

    /** Of so many bytes, each read of which takes a while. */
    private GuardedBody body(int bytes, Duration each) {
        ServletInputStream slow = new ServletInputStream() {
            private int left = bytes;

            @Override
            public int read() {
                nanos.addAndGet(each.toNanos());
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int next = read();
                if (next >= 0) {
                    into[offset] = (byte) next;
                }
                return next < 0 ? -1 : 1;
            }

            @Override
            public boolean isFinished() {
                return left <= 0;
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {}
        };
        return new GuardedBody(
                slow,
                () -> {
                    sending.incrementAndGet();
                    return List.of(sending::decrementAndGet);
                },
                nanos::get);
    }

    @Test
    void aBodyThatComesInTimeIsRead() throws Exception {
        GuardedBody body = body(100, Duration.ofMillis(50));
        assertThat(sending).hasValue(0);

        assertThat(body.readAllBytes()).hasSize(100);
        assertThat(sending).hasValue(0);
    }

    @Test
    void aBodyThatComesByteByByteIsCutOff() {
        GuardedBody body = body(1_000, Duration.ofSeconds(1));

        assertThatThrownBy(body::readAllBytes).isInstanceOfSatisfying(TooMuch.class, much -> assertThat(much.status())
                .isEqualTo(408));
        assertThat(sending).hasValue(0);
        assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    void whileItIsReadItCounts() throws Exception {
        GuardedBody body = body(2, Duration.ZERO);
        body.read();

        assertThat(sending).hasValue(1);
        body.read();
        body.read();
        assertThat(sending).hasValue(0);
    }

    @Test
    void aBodyOfWhichNothingComesUntilTheServerGivesUpIsTooSlowToo() {
        GuardedBody silent = new GuardedBody(
                new ServletInputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException(new TimeoutException());
                    }

                    @Override
                    public boolean isFinished() {
                        return false;
                    }

                    @Override
                    public boolean isReady() {
                        return true;
                    }

                    @Override
                    public void setReadListener(ReadListener listener) {}
                },
                () -> {
                    sending.incrementAndGet();
                    return List.of(sending::decrementAndGet);
                },
                nanos::get);

        assertThatThrownBy(() -> silent.read(new byte[8], 0, 8))
                .isInstanceOfSatisfying(
                        TooMuch.class, much -> assertThat(much.status()).isEqualTo(408));
        assertThat(sending).hasValue(0);
    }
}
