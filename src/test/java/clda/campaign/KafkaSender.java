package clda.campaign;

import clda.json.Json;
import clda.kit.KafkaBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;

/** Another system: sends events to conversations, some of them twice and some of no use, and notes what was acknowledged. */
final class KafkaSender implements AutoCloseable {

    private static final String SOURCE = "/campaign";
    private static final int ONE_OF_THESE_IS_REPEATED = 20;
    private static final int ONE_OF_THESE_IS_UNUSABLE = 30;
    private static final int PAUSE_MILLIS = 40;

    /**
     * What has come of the events that were acknowledged.
     *
     * @param disordered turns that came after the turn of a later event
     */
    record Result(
            int acknowledged,
            int repeated,
            int opened,
            int lost,
            int doubled,
            int disordered,
            int unusable,
            int unusableLost,
            int unusableDoubled) {

        boolean clean() {
            return acknowledged > 0 && lost == 0 && doubled == 0 && disordered == 0 && unusableLost == 0;
        }
    }

    private final KafkaBroker broker;
    private final String topic;
    private final List<String> conversations;
    private final Random random;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unusable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger repeated = new AtomicInteger();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::send);
    private volatile boolean closed;

    KafkaSender(KafkaBroker broker, String topic, List<String> conversations, long seed) {
        this.broker = broker;
        this.topic = topic;
        this.conversations = conversations;
        this.random = new Random(seed);
    }

    void start() {
        thread.start();
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    List<String> conversations() {
        return conversations;
    }

    private void send() {
        try (KafkaProducer<String, byte[]> producer = broker.producer("gzip")) {
            for (int number = 0; !closed; number++) {
                if (random.nextInt(ONE_OF_THESE_IS_UNUSABLE) == 0) {
                    String content = "of no use " + number;
                    send(producer, "k", content, content, unusable);
                } else {
                    String conversation = conversations.get(random.nextInt(conversations.size()));
                    String reference = SOURCE + " " + number;
                    send(producer, conversation, event(conversation, number), reference, acknowledged);
                    if (random.nextInt(ONE_OF_THESE_IS_REPEATED) == 0) {
                        send(producer, conversation, event(conversation, number), reference, acknowledged);
                        repeated.incrementAndGet();
                    }
                }
                CampaignModel.pause(PAUSE_MILLIS);
            }
        }
    }

    private static String event(String conversation, int number) {
        return Json.MAPPER
                .createObjectNode()
                .put("specversion", "1.0")
                .put("source", SOURCE)
                .put("id", String.valueOf(number))
                .put("type", "com.example.order.shipped")
                .put("conversationid", conversation)
                .set("data", Json.MAPPER.createObjectNode().put("text", "Order " + number + " has left."))
                .toString();
    }

    private void send(
            KafkaProducer<String, byte[]> producer, String key, String value, String name, Set<String> noted) {
        producer.send(KafkaBroker.message(topic, key, value.getBytes(StandardCharsets.UTF_8)), (where, failure) -> {
            if (failure == null) {
                noted.add(name);
            }
        });
    }

    /** Sends nothing more; returns when all is acknowledged or has failed. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }

    /**
     * @param opened by conversation the events that have opened a turn, in the order of the turns
     * @param dead the values in the topic of dead events
     */
    Result compare(Map<String, List<String>> opened, List<String> dead) {
        Map<String, Integer> turns = new HashMap<>();
        int disordered = 0;
        for (List<String> references : opened.values()) {
            references.forEach(reference -> turns.merge(reference, 1, Integer::sum));
            int last = -1;
            for (String reference : new LinkedHashSet<>(references)) {
                int number = Integer.parseInt(reference.substring(SOURCE.length() + 1));
                disordered += number < last ? 1 : 0;
                last = Math.max(last, number);
            }
        }
        List<String> missing = new ArrayList<>(acknowledged);
        missing.removeAll(turns.keySet());
        Set<String> unusableMissing = new HashSet<>(unusable);
        dead.forEach(unusableMissing::remove);
        return new Result(
                acknowledged.size(),
                repeated.get(),
                turns.size(),
                missing.size(),
                (int) turns.values().stream().filter(times -> times > 1).count(),
                disordered,
                unusable.size(),
                unusableMissing.size(),
                dead.size() - new HashSet<>(dead).size());
    }
}
