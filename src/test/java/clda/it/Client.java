package clda.it;

import clda.json.Json;
import clda.kit.Described;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An enterprise client of the REST API. */
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final RunningServer server;
    private final @Nullable String token;

    private Client(RunningServer server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /** An answer, with its body as JSON where it is JSON. */
    record Answer(int status, String type, JsonNode json, String text, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    static Client nobody(RunningServer server) {
        return new Client(server, null);
    }

    static Client withToken(RunningServer server, String token) {
        return new Client(server, token);
    }

    static Client signedIn(RunningServer server, String user) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("user", user).put("password", user + "-demo");
        // Where many sign in at once, some are asked to try again.
        Answer answer = Awaitility.await("a place to sign in")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> nobody(server).send("POST", "/api/v1/login", body.toString()),
                        given -> given.status() != 503);
        if (answer.status() != 200) {
            throw new IllegalStateException(user + " cannot sign in: " + answer.status() + " " + answer.text());
        }
        return new Client(server, answer.json().path("token").asText());
    }

    String token() {
        return token == null ? "" : token;
    }

    String opensConversation() {
        return send("POST", "/api/v1/conversations", "{}").json().path("id").asText();
    }

    String opensConversation(String title) {
        return send(
                        "POST",
                        "/api/v1/conversations",
                        Json.MAPPER.createObjectNode().put("title", title).toString())
                .json()
                .path("id")
                .asText();
    }

    /** Says it and waits for the answer. */
    JsonNode says(String conversationId, String text) {
        return send(
                        "POST",
                        "/api/v1/conversations/" + conversationId + "/turns",
                        Json.MAPPER.createObjectNode().put("text", text).toString(),
                        Map.of("Prefer", "wait=60"))
                .json();
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer send(String method, String path, @Nullable String body) {
        return send(method, path, body, Map.of());
    }

    Answer send(String method, String path, @Nullable String body, Map<String, String> headers) {
        Answer answer = exchange(
                method,
                path,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body),
                headers);
        checkDescribed(method, path, body, answer);
        return answer;
    }

    Answer sendBody(String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        Answer answer = exchange(method, path, body, headers);
        checkDescribed(method, path, null, answer);
        return answer;
    }

    /** Whatever a test asks for, the description of the API has to hold. */
    private static void checkDescribed(String method, String path, @Nullable String body, Answer answer) {
        List<String> lies = Described.api().lies(method, path, body, answer.status(), answer.type(), answer.text());
        if (!lies.isEmpty()) {
            throw new AssertionError(
                    method + " " + path + " is not as the description of the API says: " + lies + " " + answer.text());
        }
    }

    private Answer exchange(String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .timeout(Duration.ofSeconds(90))
                .method(method, body);
        if (!headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, json(type, response.body()), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String type, String body) {
        if (!type.contains("json")) {
            return Json.MAPPER.missingNode();
        }
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + body, e);
        }
    }

    Socket socket(String conversationId, long after) {
        String ticket =
                send("POST", "/api/v1/ws-ticket", "{}").json().path("ticket").asText();
        return Socket.open(address(conversationId, after), List.of("clda.v1", "ticket." + ticket), Map.of());
    }

    URI address(String conversationId, long after) {
        return URI.create(server.uri("/ws/v1/conversations/" + conversationId + "?after=" + after)
                .toString()
                .replaceFirst("^http", "ws"));
    }
}
