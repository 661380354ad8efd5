package clda.boot;

import clda.events.kafka.Brokers;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * How to reach Kafka and what for.
 *
 * @param properties further properties of its clients; may hold secrets
 * @param out where events go; null if none are published
 * @param in where events come from; null if none are read
 */
record KafkaSettings(String servers, Properties properties, @Nullable Out out, @Nullable In in) {

    private static final String SERVERS = "clda.kafka.bootstrap-servers";
    private static final String FILE = "clda.kafka.properties-file";
    private static final String EVENTS = "clda.kafka.events.topic";
    private static final String PROGRESS = "clda.kafka.events.progress-topic";
    private static final String INBOX = "clda.kafka.inbox.topic";
    private static final String DEAD = "clda.kafka.inbox.dead-topic";
    private static final String GROUP = "clda.kafka.inbox.group";
    private static final String TENANT = "clda.kafka.inbox.tenant";
    private static final String AS = "clda.kafka.inbox.as";

    private static final Pattern SERVER = Pattern.compile("[^\\s,:/]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    /** @param progressTopic what was published last; of this installation alone */
    record Out(String topic, String progressTopic) {}

    /**
     * @param tenant whose people can be told something
     * @param as a user of that tenant: events are told as long as this user may talk
     */
    record In(String topic, String deadTopic, String group, String tenant, String as) {}

    /**
     * Null if no Kafka is configured.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    static @Nullable KafkaSettings from(Config config) {
        String servers = Settings.text(config, SERVERS).map(String::strip).orElse(null);
        if (servers == null) {
            return null;
        }
        for (String server : servers.split(",", -1)) {
            if (!SERVER.matcher(server.strip()).matches()) {
                throw new IllegalArgumentException(SERVERS + " is not a list such as kafka-1:9092,kafka-2:9092");
            }
        }
        KafkaSettings settings = new KafkaSettings(servers, properties(config), out(config), in(config));
        if (settings.out == null && settings.in == null) {
            throw new IllegalArgumentException(
                    SERVERS + " is set, but neither " + EVENTS + " nor " + INBOX + " says what for");
        }
        settings.brokers();
        return settings;
    }

    private static Properties properties(Config config) {
        Properties properties = new Properties();
        Settings.text(config, FILE).ifPresent(file -> {
            try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalArgumentException(FILE + " cannot be read: " + file, e);
            }
        });
        return properties;
    }

    private static @Nullable Out out(Config config) {
        if (Settings.text(config, EVENTS).isEmpty()) {
            return null;
        }
        String topic = topic(config, EVENTS, "");
        String progress = topic(config, PROGRESS, topic + ".progress");
        different(topic, PROGRESS, progress);
        return new Out(topic, progress);
    }

    private static @Nullable In in(Config config) {
        if (Settings.text(config, INBOX).isEmpty()) {
            return null;
        }
        String topic = topic(config, INBOX, "");
        String dead = topic(config, DEAD, topic + ".dead");
        different(topic, DEAD, dead);
        Settings.text(config, EVENTS).ifPresent(events -> different(events.strip(), INBOX, topic));
        return new In(
                topic,
                dead,
                Settings.text(config, GROUP).orElse("clda"),
                Settings.text(config, TENANT).orElse("default"),
                Settings.text(config, AS)
                        .orElseThrow(() -> new IllegalArgumentException(
                                AS + " is not set: as which user do events of " + INBOX + " come in?")));
    }

    private static String topic(Config config, String property, String otherwise) {
        String topic = Settings.text(config, property).map(String::strip).orElse(otherwise);
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new IllegalArgumentException(
                    property + " is not the name of a topic: up to 249 letters, digits, dots, hyphens and underscores");
        }
        return topic;
    }

    private static void different(String other, String property, String topic) {
        if (topic.equals(other)) {
            throw new IllegalArgumentException(property + " must be a topic of its own, not " + other);
        }
    }

    /** The way to the brokers. */
    Brokers brokers() {
        try {
            return new Brokers(servers, properties);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FILE + ": " + e.getMessage(), e);
        }
    }

    /** Whether nobody on the way can read what is sent. */
    boolean isEncrypted() {
        return properties
                .getProperty("security.protocol", "PLAINTEXT")
                .toUpperCase(Locale.ROOT)
                .endsWith("SSL");
    }

    @Override
    public String toString() {
        return "Kafka[" + servers + "]";
    }
}
