package clda.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Many sockets and event streams that stay open until the server ends them. */
final class Lines implements AutoCloseable {

    private static final int OPENED_WITHIN_SECONDS = 60;

    /**
     * How a line ended.
     *
     * @param token or ticket under which it was open
     * @param code that a socket was closed with; 0 for a stream that came to its end, -1 for a line that broke
     */
    record End(String token, Instant at, int code) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<CompletableFuture<?>> opening = new ArrayList<>();
    private final List<CompletableFuture<End>> sockets = new ArrayList<>();
    private final List<CompletableFuture<End>> streams = new ArrayList<>();

    void opensSocket(URI address, String token) {
        opensSocket(
                address,
                token,
                http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .subprotocols("clda.v1"));
    }

    void opensSocketWithTicket(URI address, String ticket) {
        opensSocket(address, ticket, http.newWebSocketBuilder().subprotocols("clda.v1", "ticket." + ticket));
    }

    private void opensSocket(URI address, String token, WebSocket.Builder builder) {
        CompletableFuture<End> end = new CompletableFuture<>();
        sockets.add(end);
        opening.add(builder.buildAsync(address, new WebSocket.Listener() {
            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                end.complete(new End(token, Instant.now(), code));
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                end.complete(new End(token, Instant.now(), -1));
            }
        }));
    }

    void opensStream(URI address, String token) {
        CompletableFuture<End> end = new CompletableFuture<>();
        streams.add(end);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        opening.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .thenAccept(response -> {
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException("no stream: " + response.statusCode());
                    }
                    Thread.ofVirtual().start(() -> {
                        int code = 0;
                        try (var body = response.body()) {
                            while (body.read() >= 0) {
                                // What it says is not what this is about.
                            }
                        } catch (IOException e) {
                            code = -1;
                        }
                        end.complete(new End(token, Instant.now(), code));
                    });
                }));
    }

    /** Waits until all are open, and says how many that are. */
    int areOpen() {
        try {
            CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
                    .get(OPENED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not all lines could be opened", e);
        }
        return (int) opening.size() - ended(sockets).size() - ended(streams).size();
    }

    /** Waits until all have ended, though no longer than until then. */
    void awaitEnd(Instant until) {
        List<CompletableFuture<End>> all = new ArrayList<>(sockets);
        all.addAll(streams);
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                    .get(Math.max(1, Duration.between(Instant.now(), until).toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // How many have ended is looked at next.
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<End> endedSockets() {
        return ended(sockets);
    }

    List<End> endedStreams() {
        return ended(streams);
    }

    private static List<End> ended(List<CompletableFuture<End>> lines) {
        return lines.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
