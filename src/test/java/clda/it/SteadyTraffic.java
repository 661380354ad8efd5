package clda.it;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * People who say something at a steady pace, each in a conversation of their own, and in a new one after a hundred turns: the next
 * thing once the last is answered, and nothing twice. What fails has failed.
 */
final class SteadyTraffic implements AutoCloseable {

    private static final int TURNS = 100;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Function<String, URI> address;
    private final String token;
    private final Duration pause;
    private final Map<String, Queue<String>> acknowledged = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> people = new ArrayList<>();
    private volatile boolean stopping;

    /** @param pause between two messages of one person */
    SteadyTraffic(Function<String, URI> address, String token, int people, Duration pause) {
        this.address = address;
        this.token = token;
        this.pause = pause;
        for (int i = 0; i < people; i++) {
            Optional<String> first = opens();
            this.people.add(Thread.startVirtualThread(() -> talk(first)));
        }
    }

    private void talk(Optional<String> first) {
        Optional<String> conversation = first;
        String last = null;
        while (!stopping) {
            try {
                if (conversation.isEmpty()) {
                    conversation = opens();
                } else if (last == null || isAnswered(turns(conversation.get()) + "/" + last)) {
                    if (acknowledged.get(conversation.get()).size() < TURNS) {
                        last = says(conversation.get()).orElse(last);
                    } else {
                        conversation = Optional.empty();
                        last = null;
                    }
                }
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failures.add(Instant.now() + " " + e.getCause());
            }
        }
    }

    private static String turns(String conversation) {
        return "/api/v1/conversations/" + conversation + "/turns";
    }

    /** The id of a new conversation; empty if that failed. */
    private Optional<String> opens() {
        HttpResponse<String> answer = send("POST", "/api/v1/conversations", "{}");
        if (answer.statusCode() != 201) {
            failed(answer);
            return Optional.empty();
        }
        String id = json(answer).path("id").asText();
        acknowledged.put(id, new ConcurrentLinkedQueue<>());
        return Optional.of(id);
    }

    /** The id of a new turn; empty if it was not acknowledged. */
    private Optional<String> says(String conversation) {
        HttpResponse<String> answer = send("POST", turns(conversation), "{\"text\":\"where is order A-1001?\"}");
        if (answer.statusCode() != 202) {
            failed(answer);
            return Optional.empty();
        }
        String id = json(answer).path("id").asText();
        acknowledged.get(conversation).add(id);
        return Optional.of(id);
    }

    private void failed(HttpResponse<String> answer) {
        failures.add(Instant.now() + " " + answer.statusCode() + " " + answer.body());
    }

    private boolean isAnswered(String turn) {
        HttpResponse<String> answer = send("GET", turn, null);
        if (answer.statusCode() != 200) {
            failed(answer);
            return false;
        }
        return json(answer).path("state").asText().equals("completed");
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(address.apply(path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(answer.body(), e);
        }
    }

    int acknowledged() {
        return acknowledged.values().stream().mapToInt(Queue::size).sum();
    }

    /** Requests that were not answered as they should be. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Acknowledged turns that are not completed although everything has come to rest. */
    List<String> lost() {
        close();
        List<String> lost = new ArrayList<>();
        acknowledged.forEach((conversation, turns) -> {
            Set<String> left = new HashSet<>(turns);
            try {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                    left.removeIf(turn -> json(send("GET", turns(conversation) + "/" + turn, null))
                            .path("state")
                            .asText()
                            .equals("completed"));
                    return left.isEmpty();
                });
            } catch (org.awaitility.core.ConditionTimeoutException e) {
                left.forEach(turn -> lost.add(conversation + "/" + turn));
            }
        });
        return lost;
    }

    @Override
    public void close() {
        stopping = true;
        for (Thread person : people) {
            try {
                person.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
