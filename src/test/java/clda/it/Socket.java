package clda.it;

import clda.json.Json;
import clda.kit.AnyCertificate;
import clda.kit.DescribedFrames;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** A WebSocket client that remembers what it was sent. */
final class Socket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<JsonNode> messages = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lies = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private WebSocket socket;

    static Socket open(URI address, List<String> protocols, Map<String, String> headers) {
        Socket opened = new Socket();
        WebSocket.Builder builder = HttpClient.newBuilder()
                .sslContext(AnyCertificate.context())
                .build()
                .newWebSocketBuilder();
        headers.forEach(builder::header);
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.subList(1, protocols.size()).toArray(String[]::new));
        }
        try {
            opened.socket = builder.buildAsync(address, opened.listener()).join();
        } catch (CompletionException e) {
            opened.closed.complete(-1);
        }
        return opened;
    }

    private WebSocket.Listener listener() {
        return new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    try {
                        JsonNode message = Json.MAPPER.readTree(text.toString());
                        DescribedFrames.socket().lies(message).forEach(lie -> lies.add(lie + " " + message));
                        messages.add(message);
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                    text.setLength(0);
                }
                webSocket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                closed.complete(code);
                return null;
            }

            @Override
            public void onError(WebSocket webSocket, Throwable error) {
                closed.complete(-1);
            }
        };
    }

    void sends(String json) {
        socket.sendText(json, true).join();
    }

    /** The beginning of one message, in fragments; its end never comes. */
    void sendsBinary() {
        socket.sendBinary(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}), true).join();
    }

    List<JsonNode> messages() {
        return List.copyOf(messages);
    }

    List<String> types() {
        return messages().stream().map(message -> message.path("type").asText()).toList();
    }

    JsonNode awaits(String type) {
        Awaitility.await(type)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> Assertions.assertThat(types()).contains(type));
        return messages().stream()
                .filter(message -> message.path("type").asText().equals(type))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** The code that the server closed with; -1 if it did not even open. */
    int awaitsClose() {
        Awaitility.await("close").atMost(PATIENCE).until(closed::isDone);
        return closed.join();
    }

    /** Whatever a test was sent, the description of the socket has to hold. */
    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        Assertions.assertThat(lies).as("what is not as docs/asyncapi.yaml says").isEmpty();
    }
}
