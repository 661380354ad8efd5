package clda.it;

import clda.json.Json;
import clda.kit.AnyCertificate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * People behind proxies who open conversations and go on with older ones, with a cookie for each conversation as a browser has
 * it, or with the header sent back. Notes which arm the server named, and which version answered.
 */
final class GrayTraffic implements AutoCloseable {

    private static final int KEPT = 12;
    private static final String HEADER = "CLDA-Arm";
    private static final String COOKIE = "clda_arm=";

    /**
     * A turn that was answered, or was not.
     *
     * @param born when the conversation was created
     * @param arm that the server named; {@code stable} if it named none
     * @param by the version that answered, as its model says
     * @param problem what went wrong; null if nothing did
     */
    record Said(Instant at, String conversation, Instant born, String arm, String by, String problem) {}

    /** A conversation as a client keeps it. */
    private static final class Talk {
        private final String id;
        private final Instant born = Instant.now();
        private String cookie;
        private String header;

        private Talk(String id) {
            this.id = id;
        }
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(AnyCertificate.context())
            .build();
    private final String token;
    private final Duration pause;
    private final Queue<Said> said = new ConcurrentLinkedQueue<>();
    private final List<Thread> people = new ArrayList<>();
    private volatile boolean stopping;

    GrayTraffic(List<Integer> ports, String token, int people, Duration pause, long seed) {
        this.token = token;
        this.pause = pause;
        for (int i = 0; i < people; i++) {
            URI proxy = URI.create("https://localhost:" + ports.get(i % ports.size()));
            boolean browser = i / ports.size() % 2 == 0;
            Random random = new Random(seed + i);
            this.people.add(Thread.startVirtualThread(() -> talk(proxy, browser, random)));
        }
    }

    private void talk(URI proxy, boolean browser, Random random) {
        List<Talk> talks = new ArrayList<>();
        while (!stopping) {
            try {
                Talk talk;
                if (talks.isEmpty() || random.nextInt(3) == 0) {
                    talk = opens(proxy, browser);
                    if (talk == null) {
                        continue;
                    }
                    talks.add(talk);
                    if (talks.size() > KEPT) {
                        talks.remove(random.nextInt(KEPT));
                    }
                } else {
                    talk = talks.get(random.nextInt(talks.size()));
                }
                says(proxy, talk, browser);
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                said.add(new Said(Instant.now(), "", Instant.now(), "", "", e.toString()));
            }
        }
    }

    private Talk opens(URI proxy, boolean browser) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(proxy, "/api/v1/conversations", "{}", null);
        if (answer.statusCode() != 201) {
            failed("", Instant.now(), answer);
            return null;
        }
        Talk talk = new Talk(json(answer).path("id").asText());
        remember(talk, answer, browser);
        return talk;
    }

    private void says(URI proxy, Talk talk, boolean browser) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(proxy, "/api/v1/conversations/" + talk.id + "/turns", "{\"text\":\"how are you today\"}", talk);
        if (answer.statusCode() != 200 || !json(answer).path("state").asText().equals("completed")) {
            failed(talk.id, talk.born, answer);
            return;
        }
        remember(talk, answer, browser);
        said.add(new Said(
                Instant.now(),
                talk.id,
                talk.born,
                answer.headers().firstValue(HEADER).orElse("stable"),
                json(answer).path("reply").asText(),
                null));
    }

    private void failed(String conversation, Instant born, HttpResponse<String> answer) {
        said.add(new Said(
                Instant.now(),
                conversation,
                born,
                answer.headers().firstValue(HEADER).orElse(""),
                "",
                answer.statusCode() + " " + answer.body()));
    }

    /** As browsers keep cookies of a path, and other clients the header. */
    private static void remember(Talk talk, HttpResponse<String> answer, boolean browser) {
        if (!browser) {
            answer.headers().firstValue(HEADER).ifPresent(arm -> talk.header = arm);
            return;
        }
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            if (cookie.startsWith(COOKIE) && cookie.contains("/api/v1/conversations/" + talk.id)) {
                talk.cookie = cookie.contains("Max-Age=0") ? null : cookie.substring(0, cookie.indexOf(';'));
            }
        }
    }

    private HttpResponse<String> send(URI proxy, String path, String body, Talk talk)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(proxy.resolve(path))
                .timeout(Duration.ofSeconds(90))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=60")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (talk != null && talk.cookie != null) {
            request.header("Cookie", talk.cookie);
        }
        if (talk != null && talk.header != null) {
            request.header(HEADER, talk.header);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.MAPPER.readTree(answer.body());
    }

    List<Said> said() {
        return List.copyOf(said);
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
