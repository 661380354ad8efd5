package clda.llm.http;

import java.net.URI;

/** The address of a server, which may change if the server turns out to answer elsewhere. */
public final class Address {

    private volatile URI now;

    public Address(URI first) {
        now = first;
    }

    public URI get() {
        return now;
    }

    public void moveTo(URI other) {
        now = other;
    }
}
