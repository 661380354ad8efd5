package clda.llm.http;

import java.io.IOException;

/** Takes the events of a stream, as bytes: a character cut in two by a packet is whole again before anybody decodes it. */
interface Events {

    /** @return whether to go on */
    boolean accept(byte[] buffer, int from, int length) throws IOException;

    /** All that has come so far was accepted; the next may take a while. */
    void caughtUp();
}
