package clda.llm.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Splits the body of an answer into events. The format is detected from the first character, since servers send arbitrary
 * content types.
 */
final class ReplyBody {

    private static final int MAX_WHITESPACE = 1_024;
    private static final int LARGEST_VALUE = 4 << 20;

    private ReplyBody() {}

    /** Reads to the end, or until the receiver wants no more. */
    static void read(InputStream in, Dialect.Framing framing, Events events) throws IOException {
        int first = in.read();
        for (int i = 0; i < MAX_WHITESPACE && first >= 0 && Character.isWhitespace(first); i++) {
            first = in.read();
        }
        if (first < 0) {
            return;
        }
        if (first == '<') {
            throw new IOException("the answer is a page");
        }
        InputStream all = new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) first}), in);
        if (framing == Dialect.Framing.JSON_LINES) {
            JsonLines.read(all, events);
        } else if (first == '{' || first == '[') {
            value(all, events);
        } else {
            ServerSentEvents.read(all, events);
        }
    }

    /** Reads a complete answer, sent although a stream was requested. */
    private static void value(InputStream in, Events events) throws IOException {
        byte[] value = in.readNBytes(LARGEST_VALUE + 1);
        if (value.length > LARGEST_VALUE) {
            throw new IOException("the answer is too long");
        }
        events.accept(value, 0, value.length);
        events.caughtUp();
    }
}
