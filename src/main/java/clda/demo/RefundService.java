package clda.demo;

import clda.json.Canonical;
import clda.json.Json;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The refund microservice of the sample business, with its own loopback port and ledger. It answers only clients that know
 * its secret.
 */
public final class RefundService implements AutoCloseable {

    static final String BEARER = "Bearer ";

    private static final int MAX_BODY = 16_384;

    private record Made(String refundId, String bodyHash) {}

    private final ServiceSecret secret = ServiceSecret.random();
    private final HttpServer server;
    private final JpaStore store;
    private final Clock clock;

    /** Starts on a free port of the loopback interface. */
    public RefundService(JpaStore store, Clock clock, ThreadFactory threads) {
        this.store = store;
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the refund service cannot listen", e);
        }
        server.createContext("/refunds", this::refund);
        server.createContext("/orders", this::refundable);
        server.setExecutor(task -> threads.newThread(task).start());
        server.start();
    }

    /** The address and the secret of this service. */
    public Refunds.Service service() {
        return new Refunds.Service(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), secret);
    }

    private void refund(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isTrusted(exchange)) {
                problem(exchange, 401, "Refunds are made for CLDA only.");
                return;
            }
            if (exchange.getRequestMethod().equals("GET")) {
                find(exchange);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                problem(exchange, 405, "Refunds are made by POST.");
                return;
            }
            String key = unquoted(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (key == null || key.length() > 128) {
                problem(exchange, 400, "The header Idempotency-Key is missing.");
                return;
            }
            JsonNode body;
            try {
                body = Json.MAPPER.readTree(exchange.getRequestBody().readNBytes(MAX_BODY));
            } catch (JsonProcessingException e) {
                problem(exchange, 400, "The body is not JSON.");
                return;
            }
            answer(exchange, key, body);
        }
    }

    /** {@code GET /orders/NUMBER/refundable?amount=AMOUNT}: whether a refund of that amount would be refused. */
    private void refundable(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            String query = exchange.getRequestURI().getQuery();
            if (!isTrusted(exchange)) {
                problem(exchange, 401, "Refunds are made for CLDA only.");
            } else if (path.length != 4 || query == null || !query.matches("amount=[0-9]{1,9}([.][0-9]{1,9})?")) {
                problem(exchange, 400, "An order and an amount are needed.");
            } else {
                Optional<Refusal> refusal = refusal(path[2], new BigDecimal(query.substring("amount=".length())));
                if (refusal.isEmpty()) {
                    send(exchange, 200, "application/json", "{\"refundable\":true}");
                } else {
                    problem(exchange, refusal.get().status(), refusal.get().detail());
                }
            }
        }
    }

    private record Refusal(int status, String detail) {}

    private Optional<Refusal> refusal(String number, BigDecimal amount) {
        Optional<BigDecimal> total = total(number);
        if (total.isEmpty()) {
            return Optional.of(new Refusal(404, "There is no order " + number + "."));
        }
        return amount.add(refunded(number)).compareTo(total.get()) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        409,
                        "Order " + number + " came to " + total.get() + "; " + amount
                                + " is more than is left to refund."));
    }

    private boolean isTrusted(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && given.startsWith(BEARER) && secret.matches(given.substring(BEARER.length()));
    }

    /** The header's value is a string of structured fields (RFC 9651), in quotes. */
    private static @Nullable String unquoted(@Nullable String header) {
        if (header == null || header.length() < 2 || !header.startsWith("\"") || !header.endsWith("\"")) {
            return header;
        }
        return header.substring(1, header.length() - 1);
    }

    /** {@code GET /refunds/KEY}: the outcome of the request with that key. */
    private void find(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Optional<Made> made = made(path.substring(path.lastIndexOf('/') + 1));
        if (made.isEmpty()) {
            problem(exchange, 404, "There was no request with this key.");
            return;
        }
        ObjectNode refund = Json.MAPPER.createObjectNode();
        refund.put("refundId", made.get().refundId());
        send(exchange, 200, "application/json", refund.toString());
    }

    private void answer(HttpExchange exchange, String key, JsonNode body) throws IOException {
        String hash = Canonical.hash(body);
        Optional<Made> before = made(key);
        if (before.isEmpty()) {
            String number = body.path("orderNumber").asText();
            BigDecimal amount = body.path("amount").decimalValue();
            Optional<Refusal> refusal = refusal(number, amount);
            if (refusal.isPresent()) {
                problem(exchange, refusal.get().status(), refusal.get().detail());
                return;
            }
            before = Optional.of(make(key, hash, number, amount));
        }
        if (!before.get().bodyHash().equals(hash)) {
            problem(exchange, 422, "The key was used for another refund.");
            return;
        }
        ObjectNode refund = Json.MAPPER.createObjectNode();
        refund.put("refundId", before.get().refundId());
        send(exchange, 201, "application/json", refund.toString());
    }

    private Optional<Made> made(String key) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select refund_id, body_hash from demo_refund where request_key = ?1")
                .setParameter(1, key)
                .getResultList());
        return rows.stream()
                .map(Object[].class::cast)
                .map(row -> new Made((String) row[0], (String) row[1]))
                .findFirst();
    }

    private Optional<BigDecimal> total(String number) {
        return store
                .read(entities -> entities.createNativeQuery("select total from demo_order where order_number = ?1")
                        .setParameter(1, number)
                        .getResultList())
                .stream()
                .map(total -> new BigDecimal(total.toString()).setScale(2))
                .findFirst();
    }

    private BigDecimal refunded(String number) {
        Object sum = store.read(entities -> entities.createNativeQuery(
                        "select coalesce(sum(amount), 0) from demo_refund where order_number = ?1")
                .setParameter(1, number)
                .getSingleResult());
        return new BigDecimal(sum.toString());
    }

    private Made make(String key, String hash, String number, BigDecimal amount) {
        String refundId = "R-" + Canonical.hash(key).substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        store.write((JpaWrite) entities -> entities.createNativeQuery(
                        "insert into demo_refund (request_key, body_hash, refund_id, order_number, amount, made_at) values (?1, ?2, ?3, ?4, ?5, ?6)"
                                + " on conflict do nothing")
                .setParameter(1, key)
                .setParameter(2, hash)
                .setParameter(3, refundId)
                .setParameter(4, number)
                .setParameter(5, amount)
                .setParameter(6, clock.millis())
                .executeUpdate());
        return made(key).orElseThrow();
    }

    private static void problem(HttpExchange exchange, int status, String detail) throws IOException {
        ObjectNode problem = Json.MAPPER.createObjectNode();
        problem.put("type", "about:blank").put("status", status).put("detail", detail);
        send(exchange, status, "application/problem+json", problem.toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
