package clda.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Calls of models until the headers have arrived, under the rules of MicroProfile Fault Tolerance: a request on which a server
 * has certainly not acted is sent once more, unless the retry budget forbids it. The router handles what comes after the
 * headers and decides which model is asked.
 */
@ApplicationScoped
class GuardedHeaders {

    /** The server did nothing: the request may be sent once more. */
    static final class AskAgain extends RuntimeException {
        AskAgain(RuntimeException why) {
            super(why);
        }
    }

    /** The failure is final: sending the request again would not help or is not allowed. */
    static final class NotAgain extends RuntimeException {
        NotAgain(RuntimeException why) {
            super(why);
        }
    }

    /** A single attempt at the call. */
    interface Counted {
        Response attempt();
    }

    /**
     * The bulkhead limits the concurrent calls of all models together; each model has its own limit as well. There is no
     * {@code @Timeout}: the timeouts of each model end the call, and Payara keeps the scheduled task of a {@code @Timeout}, and
     * with it the thread of the call, until the timeout has passed even if the call has already ended.
     *
     * @throws AskAgain if the second attempt failed in this way too
     */
    @Retry(maxRetries = 1, delay = 250, jitter = 150, retryOn = AskAgain.class, abortOn = NotAgain.class)
    @Bulkhead(4_000)
    public Response await(Counted call) {
        return call.attempt();
    }
}
