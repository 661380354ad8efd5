package clda.llm.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Server-sent events (WHATWG HTML, 9.2.6). Names and ids of events say nothing that the data does not. */
final class EventStream {

    private static final int MOST_EVENT = 4 << 20;
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Lines lines;
    private final Events events;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean hasData;
    private boolean first = true;

    private EventStream(InputStream in, Events events) {
        this.lines = new Lines(in, events::caughtUp);
        this.events = events;
    }

    /** Reads to the end of the stream or until the taker has enough. An event that no empty line ends does not count. */
    static void read(InputStream in, Events events) throws IOException {
        EventStream stream = new EventStream(in, events);
        stream.lines.read(stream::line);
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
        if (hasData) {
            data.write('\n');
        }
        hasData = true;
        data.write(buffer, value, to - value);
        if (data.size() > MOST_EVENT) {
            throw new IOException("an event of the answer is too long");
        }
        return true;
    }

    private boolean dispatch() throws IOException {
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
