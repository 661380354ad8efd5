package clda.tools.rasa;

import clda.tools.NotSent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The HTTP call of a Rasa action server. When used as a bean, it sends nothing for five seconds after three of five calls have
 * failed; such calls fail with a message that nothing was done. It never retries: the ledger of effects knows what is safe to
 * retry.
 */
@ApplicationScoped
public class ActionServer {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    /**
     * @throws NotSent if it is certain that nothing was sent
     * @throws IOException if there is no answer; something may have been done
     */
    @Timeout(35_000)
    @CircuitBreaker(requestVolumeThreshold = 5, failureRatio = 0.6, delay = 5_000, skipOn = InterruptedException.class)
    @Fallback(fallbackMethod = "leftAlone", applyOn = CircuitBreakerOpenException.class)
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new NotSent("The action server cannot be reached; nothing was done.");
        }
    }

    /** The fallback while the circuit breaker is open. */
    public HttpResponse<String> leftAlone(HttpRequest request) {
        throw new NotSent(
                "The action server has failed several times and is left alone for a while; nothing was done.");
    }
}
