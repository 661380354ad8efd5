package clda.web.rest;

import clda.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;

/**
 * A JSON answer that takes its time. A blank before it every some seconds keeps the connection open, since proxies close one
 * on which nothing comes; when the work fails after the first of them, the answer breaks off.
 */
final class LongAnswer implements StreamingOutput {

    private final Duration every;
    private final Function<Runnable, ?> work;

    /** @param work is given what it is to run again and again while it works */
    LongAnswer(Duration every, Function<Runnable, ?> work) {
        this.every = every;
        this.work = work;
    }

    @Override
    public void write(OutputStream out) throws IOException, WebApplicationException {
        long[] last = {System.nanoTime()};
        Object answer;
        try {
            answer = work.apply(() -> {
                if (System.nanoTime() - last[0] >= every.toNanos()) {
                    last[0] = System.nanoTime();
                    blank(out);
                }
            });
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
        out.write(Json.MAPPER.writeValueAsBytes(answer));
    }

    private static void blank(OutputStream out) {
        try {
            out.write(' ');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
