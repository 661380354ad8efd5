package clda.llm.openai;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP call. It returns when the headers have come; until then nothing was shown and trying again is safe. What breaks
 * later is seen by {@link OpenAiModelClient} alone. This is the one place where calls are repeated, except for a 429 or 503
 * that says when to come back, which the client waits for itself.
 */
@RegisterRestClient(configKey = "clda-openai")
@RegisterProvider(StatusMapper.class)
@Path("/chat/completions")
public interface ChatCompletionsApi {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Retry(
            maxRetries = 2,
            delay = 250,
            jitter = 150,
            maxDuration = 20_000,
            retryOn = {HttpFailure.Passing.class, ProcessingException.class})
    @CircuitBreaker(
            requestVolumeThreshold = 10,
            failureRatio = 0.5,
            delay = 10_000,
            successThreshold = 3,
            failOn = {HttpFailure.Passing.class, ProcessingException.class})
    @Bulkhead(1_500)
    Response stream(@HeaderParam("Authorization") @Nullable String authorization, byte[] body);
}
