package clda.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clda.events.Unusable.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CloudEvents as they come over Kafka. */
class IncomingEventsTest {

    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_source", "/shop",
            "ce_id", "7",
            "ce_type", "com.example.order.shipped",
            "ce_user", "alice",
            "content-type", "application/json");

    private static IncomingEvent read(Map<String, String> headers, String value) throws Unusable {
        return IncomingEvents.read(headers, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Reason refused(Map<String, String> headers, String value) {
        return catchThrowableOfType(Unusable.class, () -> read(headers, value)).reason();
    }

    @Test
    void aStructuredEventIsRead() throws Unusable {
        IncomingEvent event = read(
                Map.of("content-type", "application/cloudevents+json; charset=UTF-8"),
                """
                {"specversion":"1.0","source":"/shop","id":"7","type":"com.example.order.shipped","tenant":"default",
                 "conversationid":"c1","data":{"text":"Your order has left.","order":"A-17"}}
                """);

        assertThat(event.source()).isEqualTo("/shop");
        assertThat(event.id()).isEqualTo("7");
        assertThat(event.tenant()).isEqualTo("default");
        assertThat(event.conversationId()).isEqualTo("c1");
        assertThat(event.text()).isEqualTo("Your order has left.");
        assertThat(event.data().path("order").asText()).isEqualTo("A-17");
    }

    @Test
    void aBinaryEventIsReadTheSame() throws Unusable {
        IncomingEvent event = read(BINARY, "{\"text\":\"Your order has left.\"}");

        assertThat(event.user()).isEqualTo("alice");
        assertThat(event.type()).isEqualTo("com.example.order.shipped");
        assertThat(event.text()).isEqualTo("Your order has left.");
    }

    @Test
    void dataMayBeAPlainSentence() throws Unusable {
        Map<String, String> headers = new java.util.HashMap<>(BINARY);
        headers.put("content-type", "text/plain");

        IncomingEvent event = read(headers, "Your order has left.");

        assertThat(event.text()).isEqualTo("Your order has left.");
        assertThat(event.data()).isNull();
    }

    @Test
    void anEventMayHaveNothingButItsType() throws Unusable {
        IncomingEvent event = IncomingEvents.read(BINARY, null);

        assertThat(event.text()).isNull();
        assertThat(event.data()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON | NOT_JSON",
                "{\"specversion\":\"1.0\" | NOT_JSON",
                "[] | NOT_A_CLOUD_EVENT",
                "{} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"0.3\",\"source\":\"s\",\"id\":\"1\",\"type\":\"t\",\"user\":\"u\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"type\":\"t\",\"user\":\"u\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":7,\"type\":\"t\",\"user\":\"u\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"1\",\"type\":\"t\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"1\",\"type\":\"t\",\"user\":\"a\\u0000b\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"1\",\"type\":\"t\",\"conversationid\":\"\\u0085\"} | NOT_A_CLOUD_EVENT",
                "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"\\ud83d\",\"type\":\"t\",\"user\":\"u\"} | NOT_A_CLOUD_EVENT"
            })
    void whatIsNoneIsRefusedWithTheReason(String value, Reason reason) {
        assertThat(refused(Map.of(), value)).isEqualTo(reason);
    }

    @Test
    void anEmptyMessageIsNone() {
        assertThat(catchThrowableOfType(Unusable.class, () -> IncomingEvents.read(Map.of(), null))
                        .reason())
                .isEqualTo(Reason.NOT_JSON);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThat(refused(BINARY, "\"" + "x".repeat(IncomingEvents.MAX_BYTES) + "\""))
                .isEqualTo(Reason.TOO_LARGE);
        assertThat(refused(
                        Map.of(),
                        "{\"specversion\":\"1.0\",\"source\":\"s\",\"id\":\"" + "x".repeat(257)
                                + "\",\"type\":\"t\",\"user\":\"u\"}"))
                .isEqualTo(Reason.TOO_LARGE);
    }
}
