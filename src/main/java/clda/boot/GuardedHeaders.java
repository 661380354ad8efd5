package clda.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Retry;

/**
 * Calls of models until the headers have arrived, under the rules of MicroProfile Fault Tolerance: a request on which a server
 * has certainly not acted is sent once more, unless the retry budget forbids it. What comes after the headers, and which model
 * is asked, is the router's.
 */
@ApplicationScoped
class GuardedHeaders {

    /** The server did nothing: it may be asked once more. */
    static final class AskAgain extends RuntimeException {
        AskAgain(RuntimeException why) {
            super(why);
        }
    }

    /** As it is; asking again would not help, or may not be. */
    static final class NotAgain extends RuntimeException {
        NotAgain(RuntimeException why) {
            super(why);
        }
    }

    /** What is done at each attempt. */
    interface Counted {
        Response attempt();
    }

    /**
     * So many calls at once are those of all models together; each has its own limit. There is no time limit: each model's
     * patience ends the call, and Payara keeps what a {@code @Timeout} has scheduled, with the thread of the call, until its
     * time has come although the call has ended.
     *
     * @throws AskAgain if that was the second attempt
     */
    @Retry(maxRetries = 1, delay = 250, jitter = 150, retryOn = AskAgain.class, abortOn = NotAgain.class)
    @Bulkhead(4_000)
    public Response await(Counted call) {
        return call.attempt();
    }
}
