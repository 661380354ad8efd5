package clda.web.limits;

import java.util.Optional;

/** The client network of the request on this thread, for WebSocket handshakes, which have no access to it. */
public final class CallingNetwork {

    private static final ThreadLocal<String> CALLING = new ThreadLocal<>();

    private CallingNetwork() {}

    /** The network of the client, as {@link clda.net.ClientNetwork} counts it; empty outside of a request. */
    public static Optional<String> get() {
        return Optional.ofNullable(CALLING.get());
    }

    static void answering(String network) {
        CALLING.set(network);
    }

    static void answered() {
        CALLING.remove();
    }
}
