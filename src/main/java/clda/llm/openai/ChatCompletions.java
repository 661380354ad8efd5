package clda.llm.openai;

import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.preset.Preset;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chat Completions. */
public final class ChatCompletions implements Dialect {

    private final ChatCompletionsApi api;
    private final ChatCompletionsRequest requests;
    private final String model;
    private final @Nullable String authorization;
    private final @Nullable String apiKey;

    /**
     * @param apiKey null for servers that want none
     * @param effort how much to think, in the provider's words; null to leave it to the model
     * @param preset what the server needs and does that others do not
     */
    public ChatCompletions(
            ChatCompletionsApi api, String model, @Nullable String apiKey, @Nullable String effort, Preset preset) {
        this.api = api;
        this.model = model;
        this.requests = new ChatCompletionsRequest(model, effort, preset);
        boolean bearer = preset.request().key() == Preset.Key.BEARER;
        this.authorization = apiKey == null || !bearer ? null : "Bearer " + apiKey;
        this.apiKey = bearer ? null : apiKey;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public byte[] body(ModelRequest request) {
        return requests.body(request, Set.of());
    }

    @Override
    public Response send(byte[] body) {
        return api.stream(authorization, apiKey, body);
    }

    @Override
    public Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    @Override
    public Reader reader(Draft draft) {
        draft.names(requests.names()::own);
        return new ChatCompletionsReader(requests.preset(), draft, fingerprint -> {});
    }

    /** By which thoughts are known as those of a server of this kind. */
    static String provider(Preset preset) {
        return "chat-completions/" + preset.name();
    }
}
