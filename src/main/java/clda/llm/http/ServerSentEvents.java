package clda.llm.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Server-sent events (WHATWG HTML, 9.2.6). Event names and ids are ignored: they add nothing to the data. */
final class ServerSentEvents {

    private static final int MAX_EVENT = 4 << 20;
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Lines lines;
    private final Events events;
    /** The data of an event of several lines, or of one that was not whole when more had to be read. */
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    private boolean hasData;
    /** The data of an event of one line so far, where it was read; null if there is none. */
    private byte @Nullable [] one;

    private int oneFrom;
    private int oneLength;
    private boolean first = true;

    private ServerSentEvents(InputStream in, Events events) {
        this.lines = new Lines(in, () -> {
            keep();
            events.caughtUp();
        });
        this.events = events;
    }

    /**
     * Reads to the end of the stream or until the taker has enough. The last event counts without an empty line, too: servers
     * forget it, and what a cut has left of an event is no JSON.
     */
    static void read(InputStream in, Events events) throws IOException {
        ServerSentEvents stream = new ServerSentEvents(in, events);
        if (stream.lines.read(stream::line)) {
            stream.dispatch();
        }
    }

    private boolean line(byte[] buffer, int lineStart, int to) throws IOException {
        int from = lineStart;
        if (first) {
            first = false;
            if (startsWith(BYTE_ORDER_MARK, buffer, from, to)) {
                from += BYTE_ORDER_MARK.length;
            }
        }
        if (from == to) {
            return dispatch();
        }
        if (!startsWith(DATA, buffer, from, to)) {
            return true;
        }
        int value = from + DATA.length;
        if (value < to) {
            if (buffer[value] != ':') {
                return true;
            }
            value++;
            if (value < to && buffer[value] == ' ') {
                value++;
            }
        }
        if (!hasData && one == null) {
            one = buffer;
            oneFrom = value;
            oneLength = to - value;
            return true;
        }
        keep();
        data.write('\n');
        data.write(buffer, value, to - value);
        if (data.size() > MAX_EVENT) {
            throw new IOException("an event of the answer is too long");
        }
        return true;
    }

    /** Copies the data out of the line buffer before it is overwritten. */
    private void keep() {
        if (one != null) {
            data.write(one, oneFrom, oneLength);
            hasData = true;
            one = null;
        }
    }

    private boolean dispatch() throws IOException {
        if (one != null) {
            byte[] buffer = one;
            one = null;
            return events.accept(buffer, oneFrom, oneLength);
        }
        if (!hasData) {
            return true;
        }
        byte[] event = data.toByteArray();
        data.reset();
        hasData = false;
        return events.accept(event, 0, event.length);
    }

    private static boolean startsWith(byte[] prefix, byte[] buffer, int from, int to) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (buffer[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
