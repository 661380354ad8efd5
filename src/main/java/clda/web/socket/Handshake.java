package clda.web.socket;

import clda.security.limits.AtOnce;
import clda.security.limits.AtOnce.Held;
import clda.security.limits.AtOnce.Kind;
import clda.web.Identification.Identified;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a WebSocket handshake: who opens it.
 *
 * @param caller null if the caller is unknown or the page has a foreign origin
 * @param network the client's network; null if the server does not provide it
 */
record Handshake(@Nullable Identified caller, @Nullable String network) {

    private static final String CALLER = "clda.caller";
    private static final String NETWORK = "clda.network";

    /** Puts this where the endpoint finds it. */
    void leave(Map<String, Object> properties) {
        properties.remove(CALLER);
        properties.remove(NETWORK);
        if (caller != null) {
            properties.put(CALLER, caller);
        }
        if (network != null) {
            properties.put(NETWORK, network);
        }
    }

    /** One server copies what was left into the session, the other leaves it in the configuration. */
    static Handshake take(Session session, EndpointConfig config) {
        Map<String, Object> left = new HashMap<>(config.getUserProperties());
        left.putAll(session.getUserProperties());
        config.getUserProperties().remove(CALLER);
        return new Handshake(
                left.get(CALLER) instanceof Identified who ? who : null,
                left.get(NETWORK) instanceof String from ? from : null);
    }

    /** Counts the socket for its person and its address; empty if either has too many. */
    static Optional<Held> count(AtOnce atOnce, Identified who, @Nullable String network) {
        Optional<Held> ofPerson = atOnce.take(Kind.SOCKETS, who.caller().key());
        if (ofPerson.isEmpty() || network == null) {
            return ofPerson;
        }
        Optional<Held> ofNetwork = atOnce.take(Kind.SOCKETS_OF_ADDRESS, network);
        if (ofNetwork.isEmpty()) {
            ofPerson.get().close();
            return Optional.empty();
        }
        return Optional.of(() -> {
            ofPerson.get().close();
            ofNetwork.get().close();
        });
    }
}
