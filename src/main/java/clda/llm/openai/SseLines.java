package clda.llm.openai;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The data of server-sent events, as bytes: a character cut in two by a packet is whole again before anybody decodes it. */
final class SseLines {

    private static final int MOST_LINE = 1 << 20;

    /** Takes the data of one event. */
    interface Data {
        /** @return whether to go on */
        boolean accept(byte[] buffer, int from, int length) throws IOException;

        /** All that has come so far was accepted; the next may take a while. */
        void caughtUp();
    }

    private final InputStream in;
    private byte[] buffer = new byte[8_192];
    private int start;
    private int end;

    SseLines(InputStream in) {
        this.in = in;
    }

    /** Reads to the end of the stream or until the reader has enough. Events of one data line each, as all providers send. */
    void read(Data data) throws IOException {
        boolean more = true;
        int scanned = start;
        while (more) {
            int newline = -1;
            for (int i = scanned; i < end; i++) {
                if (buffer[i] == '\n') {
                    newline = i;
                    break;
                }
            }
            if (newline < 0) {
                scanned = end;
                int moved = start;
                data.caughtUp();
                if (!fill()) {
                    return;
                }
                scanned -= moved - start;
                continue;
            }
            more = line(start, newline, data);
            start = newline + 1;
            scanned = start;
        }
    }

    private boolean line(int from, int to, Data data) throws IOException {
        int last = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        if (last - from < 5
                || buffer[from] != 'd'
                || buffer[from + 1] != 'a'
                || buffer[from + 2] != 't'
                || buffer[from + 3] != 'a'
                || buffer[from + 4] != ':') {
            return true;
        }
        int first = from + 5;
        if (first < last && buffer[first] == ' ') {
            first++;
        }
        return data.accept(buffer, first, last - first);
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (buffer.length >= MOST_LINE) {
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
