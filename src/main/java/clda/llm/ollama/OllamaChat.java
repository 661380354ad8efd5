package clda.llm.ollama;

import clda.conversation.MessageUsage;
import clda.llm.ModelMessage;
import clda.llm.ModelReply.End;
import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.Ending;
import clda.llm.http.PlainText;
import clda.llm.http.ProviderError;
import clda.llm.http.SharedParts;
import clda.llm.http.SpokenText;
import clda.llm.http.StrictJson;
import clda.llm.preset.FittingHistory;
import clda.llm.preset.Preset;
import clda.llm.preset.ToolNames;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of Ollama's native chat. Unlike its OpenAI-compatible API, it lets the context length be set: Ollama's default
 * is short, and it silently drops the beginning of anything longer.
 */
public final class OllamaChat implements Dialect {

    static final String PROVIDER = "ollama";

    private final ChatApi api;
    private final Preset preset;
    private final ToolNames names;
    private final FittingHistory history;
    private final String model;
    private final @Nullable String authorization;
    private final int contextTokens;
    private final @Nullable String effort;

    /**
     * @param apiKey null for servers that want none
     * @param contextTokens the context length to set, in tokens, answer included
     * @param effort how much to think: {@code on}, {@code low}, {@code medium}, {@code high}; null for models that do not
     * @param preset what the server needs and does that others do not
     */
    public OllamaChat(
            ChatApi api,
            String model,
            @Nullable String apiKey,
            int contextTokens,
            @Nullable String effort,
            Preset preset) {
        this.preset = preset;
        this.names = new ToolNames(preset.history());
        this.history = new FittingHistory(preset.history(), names);
        this.api = api;
        this.model = model;
        this.authorization = apiKey == null ? null : "Bearer " + apiKey;
        this.contextTokens = contextTokens;
        this.effort = effort;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public byte[] body(ModelRequest request) {
        ModelRequest.Options options = request.options();
        ObjectNode body = SharedParts.object()
                .put("model", model)
                .put("stream", true)
                // Otherwise Ollama silently drops the beginning of a request that is too long.
                .put("truncate", false);
        ObjectNode runtime = body.putObject("options").put("num_ctx", contextTokens);
        if (options.maxTokens() != null) {
            runtime.put("num_predict", options.maxTokens());
        }
        if ("on".equals(effort)) {
            body.put("think", true);
        } else if (effort != null) {
            body.put("think", effort);
        }
        if (options.schema() != null) {
            body.set("format", options.schema());
        }
        ArrayNode messages = body.putArray("messages");
        history.of(request.messages()).forEach(message -> add(messages, message));
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            request.tools().forEach(tool -> tools.addObject()
                    .put("type", "function")
                    .set("function", SharedParts.function(tool, "parameters").put("name", names.sent(tool.name()))));
        }
        return SharedParts.bytes(body);
    }

    private static void add(ArrayNode messages, ModelMessage message) {
        ObjectNode said = messages.addObject();
        switch (message) {
            case ModelMessage.SystemMessage system -> said.put("role", "system").put("content", system.text());
            case ModelMessage.NoticeMessage notice -> said.put("role", "user").put("content", notice.words());
            case ModelMessage.UserMessage user -> {
                said.put("role", "user").put("content", user.text());
                if (!user.images().isEmpty()) {
                    ArrayNode images = said.putArray("images");
                    user.images().forEach(image -> images.add(SharedParts.base64(image)));
                }
            }
            case ModelMessage.ToolMessage tool ->
                said.put("role", "tool")
                        .put("tool_name", tool.tool())
                        .put("tool_call_id", tool.callId())
                        .put("content", tool.outcome().toString());
            case ModelMessage.AssistantMessage assistant -> {
                said.put("role", "assistant").put("content", assistant.text());
                if (assistant.reasoning() != null
                        && assistant.reasoning().provider().equals(PROVIDER)
                        && !assistant.calls().isEmpty()) {
                    said.put("thinking", assistant.reasoning().text());
                }
                if (!assistant.calls().isEmpty()) {
                    ArrayNode calls = said.putArray("tool_calls");
                    assistant.calls().forEach(call -> {
                        ObjectNode made = calls.addObject().put("id", call.callId());
                        made.putObject("function").put("name", call.tool()).set("arguments", call.arguments());
                    });
                }
            }
        }
    }

    @Override
    public Response send(byte[] body) {
        return api.stream(authorization, body);
    }

    @Override
    public Framing framing() {
        return Framing.JSON_LINES;
    }

    @Override
    public Reader reader(Draft draft) {
        draft.names(names::own);
        return new LineReader(preset, draft);
    }

    /** {@code done: true} says that the answer is whole. */
    private static final class LineReader implements Reader {
        private final PlainText plain = new PlainText(LineReader::plainText);
        private final Draft draft;
        private final SpokenText spoken;
        private final Ending ending;
        private boolean hasModel;

        LineReader(Preset preset, Draft draft) {
            this.draft = draft;
            this.spoken = new SpokenText(preset.answer(), draft);
            this.ending = new Ending(preset.finish(), draft);
        }

        @Override
        public void event(byte[] data, int from, int length) throws IOException {
            String piece = hasModel ? plain.in(data, from, length) : null;
            if (piece != null) {
                spoken.take(piece);
                return;
            }
            JsonNode line = StrictJson.object(data, from, length, "arguments");
            if (line.hasNonNull("error")) {
                throw ProviderError.inStream(line);
            }
            if (!line.path("done").isBoolean()) {
                throw new IOException("a line of the answer does not say whether it is the last");
            }
            draft.model(line.path("model").asText());
            hasModel = true;
            JsonNode message = line.path("message");
            if (message.path("thinking").isTextual()) {
                draft.think(message.path("thinking").textValue());
            }
            spoken.take(message.path("content").asText(""));
            for (JsonNode made : message.path("tool_calls")) {
                Draft.Call call = draft.nextCall();
                call.name(made.path("function").path("name").asText());
                call.arguments(text(made.path("function").path("arguments")));
            }
            if (line.path("done").booleanValue()) {
                whole(line);
            }
        }

        /** Of a line that is not the last and whose message has nothing but content. */
        private static @Nullable String plainText(JsonParser line) throws IOException {
            String text = null;
            boolean goesOn = false;
            while (line.nextToken() == JsonToken.FIELD_NAME) {
                String field = line.currentName();
                JsonToken value = line.nextToken();
                switch (field) {
                    case "model", "created_at" -> line.skipChildren();
                    case "message" -> {
                        if (text != null || value != JsonToken.START_OBJECT) {
                            return null;
                        }
                        text = content(line);
                        if (text == null) {
                            return null;
                        }
                    }
                    case "done" -> {
                        if (value != JsonToken.VALUE_FALSE) {
                            return null;
                        }
                        goesOn = true;
                    }
                    default -> {
                        return null;
                    }
                }
            }
            return goesOn ? text : null;
        }

        private static @Nullable String content(JsonParser message) throws IOException {
            String text = null;
            while (message.nextToken() == JsonToken.FIELD_NAME) {
                String field = message.currentName();
                JsonToken value = message.nextToken();
                if (field.equals("content") && value == JsonToken.VALUE_STRING && text == null) {
                    text = message.getText();
                } else if (!field.equals("role")) {
                    return null;
                }
            }
            return text;
        }

        private static String text(JsonNode arguments) {
            return arguments.isTextual() ? arguments.textValue() : arguments.toString();
        }

        private void whole(JsonNode line) {
            if (line.path("prompt_eval_count").isNumber()
                    && line.path("eval_count").isNumber()) {
                draft.usage(new MessageUsage(
                        line.path("prompt_eval_count").asLong(),
                        line.path("eval_count").asLong()));
            }
            spoken.ends();
            if (draft.hasThought()) {
                draft.keepReasoning(PROVIDER, null);
            }
            if (line.path("done_reason").asText().isEmpty()) {
                ending.mark();
            } else {
                ending.reason(line.path("done_reason").asText(), End.COMPLETE);
            }
        }
    }
}
