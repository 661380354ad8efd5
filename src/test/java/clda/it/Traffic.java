package clda.it;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * People who want something done without pause, each in a conversation of their own. Whoever gets no answer, or a bad one,
 * sends the same message again under the same id, as a good client does.
 */
final class Traffic implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private record Said(String conversation, String id) {}

    /** Opens a ticket with each message. */
    static final UnaryOperator<String> TICKETS = id -> "open a ticket: number " + id;

    private final UnaryOperator<String> words;
    private final Client client;
    private final List<String> conversations = new ArrayList<>();
    private final List<Thread> people = new ArrayList<>();
    private final ConcurrentLinkedQueue<Said> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean stopping;

    Traffic(RunningServer server, int people) {
        this(server, people, TICKETS);
    }

    /** @param words what a person says in the message with an id, which no other message has */
    Traffic(RunningServer server, int people, UnaryOperator<String> words) {
        this.words = words;
        client = Client.signedIn(server, "alice");
        for (int i = 0; i < people; i++) {
            String conversation = client.opensConversation();
            String name = "p" + i;
            conversations.add(conversation);
            this.people.add(Thread.startVirtualThread(() -> talk(conversation, name)));
        }
    }

    private void talk(String conversation, String name) {
        for (int i = 1; !stopping; i++) {
            String id = name + "-m" + i + "e";
            while (!sent(conversation, id) && !stopping) {
                refused.incrementAndGet();
                pause();
            }
            pause();
        }
    }

    private boolean sent(String conversation, String id) {
        String body = Json.MAPPER
                .createObjectNode()
                .put("text", words.apply(id))
                .put("clientMessageId", id)
                .toString();
        try {
            Client.Answer answer = client.send("POST", "/api/v1/conversations/" + conversation + "/turns", body);
            if (answer.status() == 202) {
                acknowledged.add(new Said(conversation, id));
                return true;
            }
        } catch (UncheckedIOException e) {
            // No answer: the same again.
        }
        return false;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int acknowledged() {
        return acknowledged.size();
    }

    int refused() {
        return refused.get();
    }

    /** Waits until this many more messages have been acknowledged. */
    void awaitsMore(int messages) {
        int now = acknowledged();
        Awaitility.await("acknowledged messages")
                .atMost(Duration.ofSeconds(60))
                .until(() -> acknowledged() >= now + messages);
    }

    /**
     * What came of the messages, once every turn has ended.
     *
     * @param lost acknowledged messages that no turn answers
     * @param doubled messages that two turns answer
     * @param gaps places where the numbers of a conversation's events do not follow each other
     * @param turns all that were opened, also by messages whose acknowledgement never came
     * @param calls by what was said, the type of the last event of the call that it led to
     */
    record Outcome(
            int acknowledged, int lost, int doubled, int gaps, int turns, int completed, Map<String, String> calls) {}

    Outcome ends() {
        close();
        int lost = 0;
        int doubled = 0;
        int gaps = 0;
        int turns = 0;
        int completed = 0;
        Map<String, String> calls = new HashMap<>();
        for (String conversation : conversations) {
            List<JsonNode> events = settled(conversation);
            Map<String, Integer> answered = new HashMap<>();
            Map<String, String> texts = new HashMap<>();
            long seq = 0;
            for (JsonNode event : events) {
                String turn = event.path("turnId").asText();
                gaps += event.path("seq").asLong() == ++seq ? 0 : 1;
                switch (event.path("type").asText()) {
                    case "turn.started" -> {
                        String text = event.path("data").path("text").asText();
                        texts.put(turn, text);
                        answered.merge(text, 1, Integer::sum);
                    }
                    case "tool.completed", "tool.failed", "tool.unknown" ->
                        calls.put(texts.get(turn), event.path("type").asText());
                    case "turn.completed" -> completed++;
                    default -> {
                        // What else happens in a turn is not counted here.
                    }
                }
            }
            turns += answered.values().stream().mapToInt(Integer::intValue).sum();
            doubled += (int) answered.values().stream().filter(n -> n > 1).count();
            lost += (int) acknowledged.stream()
                    .filter(said ->
                            said.conversation.equals(conversation) && !answered.containsKey(words.apply(said.id)))
                    .count();
        }
        return new Outcome(acknowledged.size(), lost, doubled, gaps, turns, completed, calls);
    }

    private List<JsonNode> settled(String conversation) {
        List<JsonNode> found = new ArrayList<>();
        Awaitility.await("the end of every turn").atMost(Duration.ofSeconds(60)).until(() -> {
            readOn(conversation, found);
            return found.isEmpty() || found.getLast().path("type").asText().equals("turn.completed");
        });
        return found;
    }

    private void readOn(String conversation, List<JsonNode> found) {
        JsonNode page;
        do {
            page = client.get("/api/v1/conversations/" + conversation + "/events?limit=100&after=" + found.size())
                    .json()
                    .path("items");
            page.forEach(found::add);
        } while (page.size() == 100);
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
