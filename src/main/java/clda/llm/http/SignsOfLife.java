package clda.llm.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Notices each time that anything has arrived. */
final class SignsOfLife extends FilterInputStream {

    private final Runnable heard;

    SignsOfLife(InputStream in, Runnable heard) {
        super(in);
        this.heard = heard;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            heard.run();
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        int count = in.read(buffer, from, length);
        if (count > 0) {
            heard.run();
        }
        return count;
    }
}
