package clda.llm.anthropic;

import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.preset.Preset;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The dialect of Anthropic's Messages API. */
public final class Messages implements Dialect {

    static final String PROVIDER = "anthropic";
    private static final String VERSION = "2023-06-01";

    private final MessagesApi api;
    private final MessagesRequest requests;
    private final String model;
    private final @Nullable String apiKey;
    private final Preset preset;

    /**
     * @param maxTokens maximum tokens of an answer if the request sets none; the API requires a value
     * @param effort how much to think: {@code low}, {@code medium}, {@code high}; null for not at all
     * @param preset what the server needs and does that others do not
     */
    public Messages(
            MessagesApi api,
            String model,
            @Nullable String apiKey,
            int maxTokens,
            @Nullable String effort,
            Preset preset) {
        this.api = api;
        this.model = model;
        this.apiKey = apiKey;
        this.preset = preset;
        this.requests = new MessagesRequest(model, maxTokens, effort, preset);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public byte[] body(ModelRequest request) {
        return requests.body(request);
    }

    @Override
    public Response send(byte[] body) {
        return api.stream(apiKey, VERSION, body);
    }

    @Override
    public Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    @Override
    public Reader reader(Draft draft) {
        draft.names(requests.names()::own);
        return new MessagesReader(preset, draft);
    }
}
