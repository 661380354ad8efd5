package clda.events.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The HTTP call of a webhook. As a bean it is left alone for a second when nine of ten calls got no answer: events of many
 * conversations are sent at the same time. When an event is sent again the publisher says.
 */
@ApplicationScoped
public class WebhookCalls {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @return the status
     * @throws IOException if there is no answer, or it is left alone
     */
    @Timeout(25_000)
    @CircuitBreaker(requestVolumeThreshold = 10, failureRatio = 0.9, delay = 1_000, skipOn = InterruptedException.class)
    @Fallback(fallbackMethod = "leftAlone", applyOn = CircuitBreakerOpenException.class)
    public int send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** The remote system does not answer. */
    public int leftAlone(HttpRequest request) throws IOException {
        throw new IOException("the webhook is left alone for a while");
    }
}
