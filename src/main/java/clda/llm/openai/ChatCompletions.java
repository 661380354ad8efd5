package clda.llm.openai;

import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.ProviderError;
import clda.llm.preset.Preset;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** The dialect of OpenAI's Chat Completions API. */
public final class ChatCompletions implements Dialect {

    private static final Logger LOG = System.getLogger(ChatCompletions.class.getName());

    private final ChatCompletionsApi api;
    private volatile ChatCompletionsRequest requests;
    private final RefusedFields refused = new RefusedFields();
    private final String model;
    private final @Nullable String authorization;
    private final @Nullable String apiKey;

    /**
     * @param apiKey null for servers that need none
     * @param effort how much to think, in the provider's words; null to leave it to the model
     * @param preset the requirements and peculiarities of the server
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
        return requests.body(request, refused.names());
    }

    @Override
    public Response send(byte[] body) {
        try {
            return api.stream(authorization, apiKey, body);
        } catch (ProviderError error) {
            byte[] without = refused.learn(error.complaint(), body, model);
            if (without == null) {
                throw error;
            }
            return api.stream(authorization, apiKey, without);
        }
    }

    @Override
    public Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    @Override
    public Reader reader(Draft draft) {
        ChatCompletionsRequest asked = requests;
        draft.names(asked.names()::own);
        return new ChatCompletionsReader(asked.preset(), draft, this::known);
    }

    /** Uses the preset that the fingerprint identifies from the next request on. */
    private void known(String fingerprint) {
        Preset before = requests.preset();
        Preset shown = before.knownBy(fingerprint);
        if (shown != before) {
            LOG.log(Level.INFO, "model {0} is asked as {1}, as its answer shows", model, shown.title());
            requests = requests.of(shown);
        }
    }

    /** The name that marks thoughts as those of a server of this kind. */
    static String provider(Preset preset) {
        return "chat-completions/" + preset.name();
    }
}
