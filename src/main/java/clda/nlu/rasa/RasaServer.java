package clda.nlu.rasa;

import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The HTTP call to a Rasa server, which is abandoned after two seconds. If this is a bean, three failures in five calls stop
 * further calls for five seconds, so that users do not wait for it with every sentence.
 */
@ApplicationScoped
public class RasaServer {

    private static final Logger LOG = System.getLogger(RasaServer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final AtomicBoolean away = new AtomicBoolean();

    /**
     * The server's interpretation of a sentence.
     *
     * @return empty if the server gives no usable answer
     */
    @Timeout(2_500)
    @CircuitBreaker(requestVolumeThreshold = 5, failureRatio = 0.6, delay = 5_000, skipOn = InterruptedException.class)
    @Fallback(fallbackMethod = "unanswered", skipOn = InterruptedException.class)
    public Optional<JsonNode> parse(URI address, String text) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(address)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                Json.MAPPER.createObjectNode().put("text", text).toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode parsed = Json.MAPPER.readTree(response.body());
        if (response.statusCode() != 200 || !parsed.path("intent").path("name").isTextual()) {
            throw new IOException("HTTP " + response.statusCode());
        }
        if (away.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "the Rasa server answers again");
        }
        return Optional.of(parsed);
    }

    /** Called when the server does not answer; the caller continues without it. */
    public Optional<JsonNode> unanswered(URI address, String text) {
        if (away.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "the Rasa server at {0} gives no answer; the built-in understanding answers until it does",
                    address.getAuthority());
        }
        return Optional.empty();
    }
}
