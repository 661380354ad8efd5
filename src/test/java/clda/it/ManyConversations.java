package clda.it;

import clda.json.Json;
import clda.kit.AnyCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Conversations in which nothing is said: opened at one proxy, and read again at another. */
final class ManyConversations implements AutoCloseable {

    private static final int AT_ONCE = 12;
    private static final String STABLE = "stable";
    private static final String CANARY = "canary";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(AnyCertificate.context())
            .build();
    private final List<Integer> ports;
    private final String token;
    private final Map<String, String> arms = new ConcurrentHashMap<>();
    private final AtomicLong refused = new AtomicLong();

    ManyConversations(List<Integer> ports, String token) {
        this.ports = ports;
        this.token = token;
    }

    /** Opens so many, and notes the arm that each begins in. */
    void open(int many) throws InterruptedException {
        InParallel.each(many, AT_ONCE, number -> {
            HttpResponse<String> answer = send("POST", number, "/api/v1/conversations");
            if (answer.statusCode() == 201) {
                arms.put(id(answer.body()), arm(answer));
            } else {
                refused.incrementAndGet();
            }
        });
    }

    int opened() {
        return arms.size();
    }

    long inTheCanaryArm() {
        return arms.values().stream().filter(CANARY::equals).count();
    }

    /** Requests that were not answered as they should be. */
    long refused() {
        return refused.get();
    }

    /** Reads each again at the next proxy, as a client that keeps neither cookie nor header; how many are of another arm. */
    long changed() throws InterruptedException {
        return differing(arms);
    }

    /** How many of those that began in the canary arm are not stable, as a client hears that still asks for the canary. */
    long notStable() throws InterruptedException {
        Map<String, String> stable = new ConcurrentHashMap<>();
        arms.forEach((id, arm) -> {
            if (arm.equals(CANARY)) {
                stable.put(id, STABLE);
            }
        });
        return differing(stable, "CLDA-Arm", CANARY);
    }

    private long differing(Map<String, String> expected, String... headers) throws InterruptedException {
        AtomicLong differing = new AtomicLong();
        List<String> ids = new ArrayList<>(expected.keySet());
        InParallel.each(ids.size(), AT_ONCE, number -> {
            HttpResponse<String> answer = send("GET", number + 1, "/api/v1/conversations/" + ids.get(number), headers);
            if (answer.statusCode() != 200) {
                refused.incrementAndGet();
            } else if (!arm(answer).equals(expected.get(ids.get(number)))) {
                differing.incrementAndGet();
            }
        });
        return differing.get();
    }

    private HttpResponse<String> send(String method, int number, String path, String... headers) {
        URI address = URI.create("https://localhost:" + ports.get(number % ports.size()) + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String id(String body) {
        try {
            return Json.MAPPER.readTree(body).path("id").asText();
        } catch (IOException e) {
            throw new IllegalStateException(body, e);
        }
    }

    private static String arm(HttpResponse<String> answer) {
        return answer.headers().firstValue("CLDA-Arm").orElse("none");
    }

    @Override
    public void close() {
        http.close();
    }
}
