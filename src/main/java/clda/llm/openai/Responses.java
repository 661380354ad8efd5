package clda.llm.openai;

import clda.conversation.Reasoning;
import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.SharedParts;
import clda.llm.preset.FittingHistory;
import clda.llm.preset.Preset;
import clda.llm.preset.ToolNames;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of OpenAI's Responses API. Nothing is left at OpenAI ({@code store: false}): the whole history goes with
 * each request, and the model's reasoning is sent back in the encrypted form in which we received it.
 */
public final class Responses implements Dialect {

    static final String PROVIDER = "openai-responses";

    private final ResponsesApi api;
    private final Preset preset;
    private final ToolNames names;
    private final FittingHistory history;
    private final String model;
    private final @Nullable String authorization;
    private final @Nullable String effort;

    /**
     * @param effort how much to think, in the provider's words; null for models that do not
     * @param preset the requirements and peculiarities of the server
     */
    public Responses(ResponsesApi api, String model, @Nullable String apiKey, @Nullable String effort, Preset preset) {
        this.preset = preset;
        this.names = new ToolNames(preset.history());
        this.history = new FittingHistory(preset.history(), names);
        this.api = api;
        this.model = model;
        this.authorization = apiKey == null ? null : "Bearer " + apiKey;
        this.effort = effort;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public byte[] body(ModelRequest request) {
        ObjectNode body = SharedParts.object()
                .put("model", model)
                .put("stream", true)
                .put("store", false)
                .put("parallel_tool_calls", true);
        ModelRequest.Options options = request.options();
        if (options.maxTokens() != null) {
            body.put("max_output_tokens", options.maxTokens());
        }
        if (options.prefix() != null) {
            body.put("prompt_cache_key", options.prefix());
        }
        if (effort != null) {
            body.putObject("reasoning").put("effort", effort).put("summary", "auto");
            body.putArray("include").add("reasoning.encrypted_content");
        }
        if (options.schema() != null) {
            body.putObject("text")
                    .putObject("format")
                    .put("type", "json_schema")
                    .put("name", "answer")
                    .put("strict", true)
                    .set("schema", options.schema());
        }
        ArrayNode input = body.putArray("input");
        history.of(request.messages()).forEach(message -> add(input, message));
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            request.tools()
                    .forEach(tool -> tools.add(SharedParts.function(tool, "parameters")
                            .put("name", names.sent(tool.name()))
                            .put("type", "function")
                            .put("strict", false)));
        }
        return SharedParts.bytes(body);
    }

    private static void add(ArrayNode input, ModelMessage message) {
        switch (message) {
            case ModelMessage.SystemMessage system -> said(input, "system").put("content", system.text());
            case ModelMessage.NoticeMessage notice -> said(input, "user").put("content", notice.words());
            case ModelMessage.UserMessage user -> {
                ObjectNode said = said(input, "user");
                if (user.images().isEmpty()) {
                    said.put("content", user.text());
                } else {
                    ArrayNode parts = said.putArray("content");
                    parts.addObject().put("type", "input_text").put("text", user.text());
                    user.images().forEach(image -> parts.addObject()
                            .put("type", "input_image")
                            .put("image_url", SharedParts.dataUrl(image))
                            .put("detail", "auto"));
                }
            }
            case ModelMessage.ToolMessage tool ->
                input.addObject()
                        .put("type", "function_call_output")
                        .put("call_id", tool.callId())
                        .put("output", tool.outcome().toString());
            case ModelMessage.AssistantMessage assistant -> {
                Reasoning reasoning = assistant.reasoning();
                if (reasoning != null
                        && reasoning.provider().equals(PROVIDER)
                        && reasoning.items() instanceof ArrayNode items) {
                    input.addAll(items);
                }
                if (!assistant.text().isEmpty()) {
                    said(input, "assistant").put("content", assistant.text());
                }
                assistant.calls().forEach(call -> input.addObject()
                        .put("type", "function_call")
                        .put("call_id", call.callId())
                        .put("name", call.tool())
                        .put("arguments", SharedParts.readable(call.arguments()).toString()));
            }
        }
    }

    private static ObjectNode said(ArrayNode input, String role) {
        return input.addObject().put("type", "message").put("role", role);
    }

    @Override
    public Response send(byte[] body) {
        return api.stream(authorization, body);
    }

    @Override
    public Framing framing() {
        return Framing.SERVER_SENT_EVENTS;
    }

    @Override
    public Reader reader(Draft draft) {
        draft.names(names::own);
        return new ResponsesReader(preset, draft);
    }
}
