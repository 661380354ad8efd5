package clda.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines that end with LF, CR or CRLF. */
final class Lines {

    private static final int MAX_LINE = 1 << 20;

    /** Takes a line without its end. */
    interface Taker {
        /** @return whether to go on */
        boolean line(byte[] buffer, int from, int to) throws IOException;
    }

    private final InputStream in;
    private final Runnable caughtUp;
    private byte[] buffer = new byte[8_192];
    private int start;
    private int end;

    Lines(InputStream in, Runnable caughtUp) {
        this.in = in;
        this.caughtUp = caughtUp;
    }

    /**
     * Reads to the end of the stream or until the taker has enough. The last line counts without an end, too.
     *
     * @return whether the taker wants to go on
     */
    boolean read(Taker taker) throws IOException {
        int scanned = start;
        boolean afterCr = false;
        while (true) {
            if (scanned == end) {
                int moved = start;
                caughtUp.run();
                if (!fill()) {
                    return end == start || taker.line(buffer, start, end);
                }
                scanned -= moved - start;
            }
            byte next = buffer[scanned];
            if (afterCr && next == '\n') {
                start = ++scanned;
                afterCr = false;
                continue;
            }
            afterCr = false;
            if (next != '\n' && next != '\r') {
                scanned++;
                continue;
            }
            int from = start;
            start = scanned + 1;
            if (!taker.line(buffer, from, scanned)) {
                return false;
            }
            scanned = start;
            afterCr = next == '\r';
        }
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (buffer.length >= MAX_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }
}
