package clda.llm.http;

import java.io.IOException;

/** Receives the events of a stream, as bytes: a character that a packet has cut in two is whole again before it is decoded. */
interface Events {

    /** @return whether to go on */
    boolean accept(byte[] buffer, int from, int length) throws IOException;

    /** All that has come so far was accepted; the next may take a while. */
    void caughtUp();
}
