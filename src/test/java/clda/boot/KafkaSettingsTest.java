package clda.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

    private static final String SERVERS = "clda.kafka.bootstrap-servers";

    @TempDir
    Path dir;

    private static Config config(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }

    @Test
    void withoutBrokersThereIsNoKafka() {
        assertThat(KafkaSettings.from(config("clda.kafka.events.topic", "events")))
                .isNull();
    }

    @Test
    void whatIsNotSetHasADefault() {
        KafkaSettings settings = KafkaSettings.from(config(
                SERVERS,
                "127.0.0.1:9092",
                "clda.kafka.events.topic",
                "e",
                "clda.kafka.inbox.topic",
                "i",
                "clda.kafka.inbox.as",
                "shop"));

        assertThat(settings.out()).isEqualTo(new KafkaSettings.Out("e", "e.progress"));
        assertThat(settings.in()).isEqualTo(new KafkaSettings.In("i", "i.dead", "clda", "default", "shop"));
        assertThat(settings.isEncrypted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, clda.kafka.events.topic, e, clda.kafka.bootstrap-servers",
        "h:1, clda.kafka.inbox.group, g, neither clda.kafka.events.topic nor clda.kafka.inbox.topic",
        "h:1, clda.kafka.events.topic, a b, clda.kafka.events.topic",
        "h:1, clda.kafka.inbox.topic, i, clda.kafka.inbox.as"
    })
    void whatIsWrongIsNamed(String servers, String property, String value, String named) {
        assertThatThrownBy(() -> KafkaSettings.from(config(SERVERS, servers, property, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "acks=0, acks",
        "security.protocol=hunter2, security.protocol",
        "request.timeout.ms=hunter2, request.timeout.ms",
        "ssl.truststore.location=/hunter2, ssl.truststore.location"
    })
    void aWrongPropertyOfKafkaIsNamedWithoutItsValue(String line, String named) throws IOException {
        Path file = Files.writeString(dir.resolve("kafka.properties"), line);

        assertThatThrownBy(() -> KafkaSettings.from(config(
                        SERVERS,
                        "127.0.0.1:9092",
                        "clda.kafka.events.topic",
                        "e",
                        "clda.kafka.properties-file",
                        file.toString())))
                .hasMessageContaining("clda.kafka.properties-file")
                .hasMessageContaining(named)
                .message()
                .doesNotContain("hunter2");
    }
}
