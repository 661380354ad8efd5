package clda.llm.openai;

import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import clda.llm.http.RequestParts;
import clda.llm.preset.Preset;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our requests in the words of Chat Completions. */
final class ChatCompletionsRequest {

    private static final ObjectMapper JSON = ObjectMappers.jsonMapper();

    /** Tools are the same in every request, and writing their schemas anew takes longer than all the rest. */
    private final Map<ToolDefinition, ChatCompletionFunctionTool> tools =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private final String model;
    private final @Nullable String effort;
    private final Preset preset;

    ChatCompletionsRequest(String model, @Nullable String effort, Preset preset) {
        this.model = model;
        this.effort = effort;
        this.preset = preset;
    }

    byte[] body(ModelRequest request) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
                .model(model)
                .putAdditionalBodyProperty("stream", JsonValue.from(true));
        if (preset.request().streamOptions()) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        ModelRequest.Options options = request.options();
        if (effort != null) {
            params.reasoningEffort(ReasoningEffort.of(effort));
        }
        if (options.mostTokens() != null) {
            // OpenAI's models that reason refuse the old word; servers of others may know no other, or refuse the new
            // one.
            params.putAdditionalBodyProperty(preset.request().longest(), JsonValue.from(options.mostTokens()));
        }
        if (options.prefix() != null && preset.request().cacheKey()) {
            params.promptCacheKey(options.prefix());
        }
        if (options.schema() != null) {
            params.responseFormat(format(options.schema()));
        }
        request.messages().forEach(message -> add(params, message));
        request.tools().forEach(tool -> params.addTool(tools.computeIfAbsent(tool, ChatCompletionsRequest::tool)));
        try {
            return JSON.writeValueAsBytes(params.build()._body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the request cannot be written", e);
        }
    }

    private static void add(ChatCompletionCreateParams.Builder params, ModelMessage message) {
        switch (message) {
            case ModelMessage.SystemMessage system -> params.addSystemMessage(system.text());
            case ModelMessage.UserMessage user -> {
                if (user.images().isEmpty()) {
                    params.addUserMessage(user.text());
                } else {
                    params.addUserMessageOfArrayOfContentParts(parts(user));
                }
            }
            case ModelMessage.NoticeMessage notice -> params.addUserMessage(notice.words());
            case ModelMessage.ToolMessage tool ->
                params.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(tool.callId())
                        .content(tool.outcome().toString())
                        .build());
            case ModelMessage.AssistantMessage assistant -> {
                ChatCompletionAssistantMessageParam.Builder said = ChatCompletionAssistantMessageParam.builder();
                if (!assistant.text().isEmpty() || assistant.calls().isEmpty()) {
                    said.content(assistant.text());
                }
                assistant
                        .calls()
                        .forEach(call -> said.addToolCall(ChatCompletionMessageFunctionToolCall.builder()
                                .id(call.callId())
                                .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                                        .name(call.tool())
                                        .arguments(RequestParts.text(call.arguments()))
                                        .build())
                                .build()));
                params.addMessage(said.build());
            }
        }
    }

    private static List<ChatCompletionContentPart> parts(ModelMessage.UserMessage user) {
        List<ChatCompletionContentPart> parts = new ArrayList<>();
        parts.add(ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(user.text()).build()));
        user.images()
                .forEach(
                        image -> parts.add(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(RequestParts.dataUrl(image))
                                        .build())
                                .build())));
        return parts;
    }

    private static ResponseFormatJsonSchema format(ObjectNode schema) {
        Map<String, JsonValue> fields = JSON.convertValue(schema, new TypeReference<>() {});
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("answer")
                        .strict(true)
                        .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                .putAllAdditionalProperties(fields)
                                .build())
                        .build())
                .build();
    }

    private static ChatCompletionFunctionTool tool(ToolDefinition tool) {
        Map<String, JsonValue> schema = JSON.convertValue(tool.parameters(), new TypeReference<>() {});
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name(tool.name())
                        .description(tool.description())
                        .parameters(FunctionParameters.builder()
                                .putAllAdditionalProperties(schema)
                                .build())
                        .build())
                .build();
    }
}
