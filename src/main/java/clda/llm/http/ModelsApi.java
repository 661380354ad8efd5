package clda.llm.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP calls by which servers list their models. */
@Produces(MediaType.APPLICATION_JSON)
public interface ModelsApi {

    /** The models of OpenAI and of servers that are compatible with it. */
    @GET
    @Path("/models")
    Response models(
            @HeaderParam("Authorization") @Nullable String authorization, @HeaderParam("api-key") @Nullable String key);

    /** The models of Anthropic. */
    @GET
    @Path("/v1/models")
    Response models(
            @HeaderParam("x-api-key") @Nullable String key,
            @HeaderParam("Authorization") @Nullable String authorization,
            @HeaderParam("anthropic-version") String version);

    /** The models that an Ollama has on its disk. */
    @GET
    @Path("/api/tags")
    Response tags(@HeaderParam("Authorization") @Nullable String authorization);
}
