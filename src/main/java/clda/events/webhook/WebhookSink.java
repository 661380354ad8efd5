package clda.events.webhook;

import clda.events.CloudEvents;
import clda.events.EventSink;
import clda.events.OutgoingEvent;
import clda.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends each event by a POST of its own, as a batch of one CloudEvent 1.0 (JSON, {@code application/cloudevents-batch+json}),
 * signed as Standard Webhooks 1.0 says: {@code webhook-id}, which is the event's, {@code webhook-timestamp} and
 * {@code webhook-signature}, an HMAC-SHA256 over both and the body. Any answer of 2xx means that the remote system has it.
 */
public final class WebhookSink implements EventSink {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Answers that speak of the remote system as it is now, not of the event (RFC 9110, RFC 6585, RFC 8470). */
    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429, 502, 503, 504);

    private final URI address;
    private final byte[] secret;
    private final Clock clock;
    private final WebhookCalls calls;

    public WebhookSink(URI address, String secret, WebhookCalls calls, Clock clock) {
        this.calls = calls;
        this.address = address;
        this.secret = key(secret);
        this.clock = clock;
    }

    /**
     * The key in a secret: {@code whsec_} and 24 to 64 bytes in base64.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static byte[] key(String secret) {
        if (secret.startsWith("whsec_")) {
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            if (key.length >= 24 && key.length <= 64) {
                return key;
            }
        }
        throw new IllegalArgumentException("a webhook's secret must be whsec_ followed by 24 to 64 bytes in base64");
    }

    @Override
    public void send(OutgoingEvent event) throws IOException, InterruptedException {
        String body = body(event);
        String id = event.id();
        String timestamp = String.valueOf(clock.instant().getEpochSecond());
        int status = calls.send(HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/cloudevents-batch+json; charset=utf-8")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1," + sign(id + "." + timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        if (NOT_NOW.contains(status)) {
            throw new IOException("the webhook answers " + status);
        }
        if (status / 100 != 2) {
            throw new Refused("the webhook answers " + status);
        }
    }

    private static String body(OutgoingEvent event) {
        return Json.MAPPER.createArrayNode().add(CloudEvents.of(event)).toString();
    }

    private String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
