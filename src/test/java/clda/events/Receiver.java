package clda.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

/** Another system with a webhook, over HTTP. */
final class Receiver implements AutoCloseable {

    /** A request, and what it was answered. */
    record Request(String webhookId, JsonNode body, int status) {

        String eventId() {
            return body.path(0).path("id").asText();
        }

        boolean accepted() {
            return status == 204;
        }
    }

    /** To close the connection without an answer. */
    static final int SILENT = 0;

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile ToIntFunction<String> answers = id -> 204;

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/hook", this::receive);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    /** From now on, by the id of an event. */
    void answers(ToIntFunction<String> status) {
        answers = status;
    }

    List<Request> requests() {
        return requests;
    }

    /** The ids of the events that it took, in the order in which they came. */
    List<String> taken() {
        return requests.stream().filter(Request::accepted).map(Request::eventId).toList();
    }

    /** The ids of requests that tell of the event. */
    List<String> webhookIds(String eventId) {
        return requests.stream()
                .filter(request -> request.eventId().equals(eventId))
                .map(Request::webhookId)
                .toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body =
                    new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
            int status = answers.applyAsInt(body.path(0).path("id").asText());
            requests.add(new Request(exchange.getRequestHeaders().getFirst("webhook-id"), body, status));
            if (status != SILENT) {
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
