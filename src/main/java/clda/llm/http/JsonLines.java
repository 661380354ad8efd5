package clda.llm.http;

import java.io.IOException;
import java.io.InputStream;

/** A stream with one JSON event per line. Empty lines say nothing. */
final class JsonLines {

    private JsonLines() {}

    static void read(InputStream in, Events events) throws IOException {
        new Lines(in, events::caughtUp)
                .read((buffer, from, to) -> from == to || events.accept(buffer, from, to - from));
    }
}
