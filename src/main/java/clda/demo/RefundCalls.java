package clda.demo;

import clda.tools.NotSent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The HTTP call to the refund service, with a circuit breaker. It is never retried here: the ledger knows which calls may
 * be repeated.
 */
@ApplicationScoped
public class RefundCalls {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /**
     * @throws NotSent if certainly nothing was sent
     * @throws IOException if there is no answer; something may have been done
     */
    @Timeout(12_000)
    @CircuitBreaker(requestVolumeThreshold = 5, failureRatio = 0.6, delay = 5_000, skipOn = InterruptedException.class)
    @Fallback(fallbackMethod = "leftAlone", applyOn = CircuitBreakerOpenException.class)
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new NotSent("The refund service cannot be reached; nothing was refunded.");
        }
    }

    /** The fallback while the circuit is open. */
    public HttpResponse<String> leftAlone(HttpRequest request) {
        throw new NotSent(
                "The refund service has failed several times and is left alone for a while; nothing was refunded.");
    }
}
