package clda.web.socket;

import clda.store.StoreState;
import clda.web.Identification;
import clda.web.Identification.Identified;
import clda.web.Origins;
import clda.web.limits.CallingNetwork;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The handshake: who is calling, and from which page. Neither server checks the {@code Origin} by itself. What is found is
 * carried to the endpoint in the properties of the session.
 */
public class SocketConfigurator extends ServerEndpointConfig.Configurator {

    static final String PROTOCOL = "clda.v1";

    private static final String TICKET = "ticket.";

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.contains(PROTOCOL) ? PROTOCOL : "";
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
        return CDI.current().select(type).get();
    }

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        boolean ours = CDI.current().select(Origins.class).get().allows(header(request, "Origin"));
        Handshake handshake = new Handshake(
                ours ? caller(request).orElse(null) : null, CallingNetwork.get().orElse(null));
        handshake.leave(config.getUserProperties());
    }

    private static Optional<Identified> caller(HandshakeRequest request) {
        Identification identification =
                CDI.current().select(Identification.class).get();
        if (values(request, "Authorization").size() > 1) {
            // Some servers make several of one that holds a comma; which of them is meant is not guessed.
            return Optional.empty();
        }
        Optional<Identified> byHeader = identification.byHeader(header(request, "Authorization"));
        if (byHeader.isPresent()) {
            return byHeader;
        }
        String protocols = String.join(",", values(request, "Sec-WebSocket-Protocol"));
        for (String protocol : protocols.split(",")) {
            if (protocol.strip().startsWith(TICKET)) {
                // Without the store it cannot be told whether the ticket was used; the endpoint says so and closes.
                return CDI.current().select(StoreState.class).get().away()
                        ? Optional.empty()
                        : identification.byTicket(protocol.strip().substring(TICKET.length()));
            }
        }
        return Optional.empty();
    }

    private static @Nullable String header(HandshakeRequest request, String name) {
        List<String> values = values(request, name);
        return values.isEmpty() ? null : values.getFirst();
    }

    private static List<String> values(HandshakeRequest request, String name) {
        for (Map.Entry<String, List<String>> header : request.getHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return List.of();
    }
}
