package clda.llm.ollama;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The HTTP call of Ollama's chat. It returns when the headers have come. */
@Path("/api/chat")
public interface ChatApi {

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("application/x-ndjson")
    Response stream(@HeaderParam("Authorization") @Nullable String authorization, byte[] body);
}
