package clda.it;

import clda.it.LivePage.Moment;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.awaitility.Awaitility;

/**
 * A person who talks in one conversation at one node, and reads it at both. Where nodes are killed, says the same thing again,
 * under the same id, until it is acknowledged at either.
 */
final class LiveTalk implements AutoCloseable {

    private static final Duration LONGEST_TURN = Duration.ofSeconds(90);

    private final HttpClient http;
    private final String token;
    private final List<RunningServer> nodes;
    private final Duration pause;
    private final boolean nodesMayBeAway;
    private final Random random;
    private final String conversation;
    private final LivePage here;
    private final LivePage there;
    private final List<String> faults = new ArrayList<>();
    private final Thread talking;
    private int acknowledged;
    private volatile boolean stopping;

    /** @param nodes the first is the one that is talked to */
    LiveTalk(
            HttpClient http,
            String token,
            List<RunningServer> nodes,
            Duration pause,
            boolean nodesMayBeAway,
            long seed) {
        this.http = http;
        this.token = token;
        this.nodes = nodes;
        this.pause = pause;
        this.nodesMayBeAway = nodesMayBeAway;
        this.random = new Random(seed);
        this.conversation = Client.withToken(nodes.getFirst(), token).opensConversation();
        List<LongFunction<URI>> addresses = nodes.stream()
                .<LongFunction<URI>>map(
                        node -> after -> Client.withToken(node, token).address(conversation, after))
                .toList();
        this.here = new LivePage(http, token, nodesMayBeAway ? addresses : addresses.subList(0, 1));
        this.there = new LivePage(http, token, nodesMayBeAway ? addresses.reversed() : addresses.subList(1, 2));
        this.talking = Thread.startVirtualThread(this::talk);
    }

    private void talk() {
        try {
            Thread.sleep(random.nextLong(pause.toMillis()));
            while (!stopping) {
                long begun = System.nanoTime();
                String turn = says("what is new? " + acknowledged);
                if (turn != null) {
                    acknowledged++;
                    if (!here.sees(turn, LONGEST_TURN) || !there.sees(turn, LONGEST_TURN)) {
                        faults.add("unfinished turn " + turn + " of " + conversation);
                    }
                }
                Duration left = pause.minusNanos(System.nanoTime() - begun);
                if (left.isPositive()) {
                    Thread.sleep(left);
                }
            }
        } catch (InterruptedException e) {
            faults.add("interrupted");
        }
    }

    /** The id of the turn; null if it was not acknowledged. */
    private String says(String text) throws InterruptedException {
        String body = Json.MAPPER
                .createObjectNode()
                .put("text", text)
                .put("clientMessageId", "m" + acknowledged)
                .toString();
        for (int attempt = 0; attempt < 400; attempt++) {
            RunningServer node = nodes.get(nodesMayBeAway ? random.nextInt(nodes.size()) : 0);
            HttpRequest request = HttpRequest.newBuilder(node.uri("/api/v1/conversations/" + conversation + "/turns"))
                    .timeout(Duration.ofSeconds(20))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202 || answer.statusCode() == 200) {
                    JsonNode turn = Json.MAPPER.readTree(answer.body());
                    return turn.path("id").asText();
                }
                if (!nodesMayBeAway || answer.statusCode() < 500) {
                    faults.add("refused " + answer.statusCode() + " " + answer.body());
                    return null;
                }
            } catch (IOException e) {
                if (!nodesMayBeAway) {
                    faults.add("unanswered " + e);
                    return null;
                }
            }
            Thread.sleep(250);
        }
        faults.add("unheard " + text);
        return null;
    }

    void stop() {
        stopping = true;
    }

    /** Waits until the last turn has ended, and looks at the whole. */
    void awaitEnd() throws InterruptedException {
        talking.join();
        Awaitility.await("both pages to be at the same place")
                .atMost(LONGEST_TURN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> here.last() == there.last());
        for (LivePage page : List.of(here, there)) {
            faults.addAll(page.faults());
            if (page.turnsCompleted() != acknowledged) {
                faults.add("turns " + page.turnsCompleted() + " instead of " + acknowledged + " in " + conversation);
            }
        }
    }

    int acknowledged() {
        return acknowledged;
    }

    List<String> faults() {
        return faults;
    }

    int replaced() {
        return here.replaced() + there.replaced();
    }

    /** For each piece that came where the turn ran, how many milliseconds later so much text was there at the other node. */
    double[] lags() {
        Map<String, TreeMap<Integer, Long>> seen = new HashMap<>();
        for (Moment moment : there.moments()) {
            seen.computeIfAbsent(moment.messageId(), id -> new TreeMap<>()).putIfAbsent(moment.end(), moment.at());
        }
        return here.moments().stream()
                .filter(moment -> seen.containsKey(moment.messageId()))
                .filter(moment -> seen.get(moment.messageId()).ceilingKey(moment.end()) != null)
                .mapToDouble(moment ->
                        (seen.get(moment.messageId()).ceilingEntry(moment.end()).getValue() - moment.at()) / 1e6)
                .toArray();
    }

    @Override
    public void close() {
        here.close();
        there.close();
    }
}
