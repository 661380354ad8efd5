package clda.llm.openai;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP call of Chat Completions. It returns when the response headers have arrived. */
@Path("/chat/completions")
public interface ChatCompletionsApi {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    Response stream(
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("api-key") @Nullable String apiKey,
            byte[] body);
}
