package clda.llm.openai;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.TimeUnit;

/** The call as the server's REST client makes it, without its fault tolerance, where no server is. */
final class JaxRsChatCompletions implements ChatCompletionsApi {

    private final Client client =
            ClientBuilder.newBuilder().connectTimeout(2, TimeUnit.SECONDS).build();
    private final String baseUrl;

    JaxRsChatCompletions(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    @Override
    public Response stream(String authorization, byte[] body) {
        Response response = client.target(baseUrl)
                .path("chat/completions")
                .request(MediaType.SERVER_SENT_EVENTS)
                .header("Authorization", authorization)
                .post(Entity.json(body));
        StatusMapper mapper = new StatusMapper();
        if (mapper.handles(response.getStatus(), response.getHeaders())) {
            throw mapper.toThrowable(response);
        }
        return response;
    }
}
