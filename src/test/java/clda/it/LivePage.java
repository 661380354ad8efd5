package clda.it;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * What a person's page is given over its socket, which is opened anew, at the next address, each time it ends. Notes when each
 * piece of text came and what was wrong.
 */
final class LivePage implements AutoCloseable {

    private static final Duration BEFORE_ANEW = Duration.ofMillis(200);

    /**
     * A piece of text was there.
     *
     * @param end where it ends in its message
     * @param at nanoseconds
     */
    record Moment(String messageId, int end, long at) {}

    private final HttpClient http;
    private final String token;
    private final List<LongFunction<URI>> addresses;
    private final List<Moment> moments = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> completed = new HashSet<>();
    private final StringBuilder writing = new StringBuilder();
    private final Thread opening;
    private String message = "";
    private int replaced;
    private long last;
    private long lastEventAt;
    private WebSocket socket;
    private boolean ended = true;
    private boolean closed;

    /** @param addresses of the conversation's socket after an event, at one node each */
    LivePage(HttpClient http, String token, List<LongFunction<URI>> addresses) {
        this.http = http;
        this.token = token;
        this.addresses = addresses;
        this.opening = Thread.startVirtualThread(this::openUntilClosed);
    }

    private void openUntilClosed() {
        for (int attempt = 0; !isClosed(); attempt++) {
            URI address = addresses.get(attempt % addresses.size()).apply(last());
            try {
                WebSocket opened = http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .subprotocols("clda.v1")
                        .connectTimeout(Duration.ofSeconds(5))
                        .buildAsync(address, new Frames())
                        .join();
                opened(opened);
                awaitEnd();
            } catch (CompletionException e) {
                // A node that is away; the next may answer.
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(BEFORE_ANEW);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void opened(WebSocket opened) {
        socket = opened;
        if (closed) {
            opened.abort();
        }
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (!ended && !closed) {
            wait();
        }
    }

    private synchronized void begins() {
        ended = false;
        writing.setLength(0);
        message = "";
    }

    private synchronized void ends() {
        ended = true;
        notifyAll();
    }

    private final class Frames implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            begins();
            opened.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                frame(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ends();
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ends();
        }
    }

    private void frame(String text) {
        long now = System.nanoTime();
        JsonNode frame;
        try {
            frame = Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        synchronized (this) {
            if (frame.has("seq")) {
                event(frame, now);
            } else if (frame.path("type").asText().equals("text.delta")) {
                delta(frame, now);
            }
        }
    }

    private void event(JsonNode event, long now) {
        long seq = event.get("seq").longValue();
        if (seq != last + 1) {
            faults.add((seq <= last ? "doubled " : "lost before ") + seq + " after " + last);
        }
        last = seq;
        lastEventAt = now;
        switch (event.path("type").asText()) {
            case "message.completed" -> {
                JsonNode data = event.path("data");
                if (data.path("messageId").asText().equals(message)
                        && !data.path("text").asText().startsWith(writing.toString())) {
                    replaced++;
                }
                writing.setLength(0);
                message = "";
            }
            case "turn.completed" -> completed.add(event.path("turnId").asText());
            default -> {}
        }
        notifyAll();
    }

    private void delta(JsonNode delta, long now) {
        int index = delta.path("index").intValue();
        if (index == 0) {
            writing.setLength(0);
            message = delta.path("messageId").asText();
        }
        if (index != writing.length() || !delta.path("messageId").asText().equals(message)) {
            faults.add("piece at " + index + " after " + writing.length());
        }
        writing.append(delta.path("text").asText());
        moments.add(new Moment(message, writing.length(), now));
    }

    /** Whether the turn was completed before that time has passed. */
    synchronized boolean sees(String turnId, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!completed.contains(turnId)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }

    synchronized List<Moment> moments() {
        return List.copyOf(moments);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** How often a message was completed with another text than had been shown of it. */
    synchronized int replaced() {
        return replaced;
    }

    synchronized int turnsCompleted() {
        return completed.size();
    }

    /** The number of the last event. */
    synchronized long last() {
        return last;
    }

    /** When the last event came, in nanoseconds. */
    synchronized long lastEventAt() {
        return lastEventAt;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (socket != null) {
                socket.abort();
            }
            notifyAll();
        }
        opening.interrupt();
    }
}
