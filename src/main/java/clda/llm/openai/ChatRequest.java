package clda.llm.openai;

import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/** Our request in the words of Chat Completions. */
final class ChatRequest {

    private static final ObjectMapper JSON = ObjectMappers.jsonMapper();

    /** Tools are the same in every request, and writing their schemas anew takes longer than all the rest. */
    private final Map<ToolDefinition, ChatCompletionFunctionTool> tools =
            Collections.synchronizedMap(new IdentityHashMap<>());

    byte[] body(String model, ModelRequest request) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
                .model(model)
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .putAdditionalBodyProperty("stream", JsonValue.from(true));
        request.messages().forEach(message -> add(params, message));
        request.tools().forEach(tool -> params.addTool(tools.computeIfAbsent(tool, ChatRequest::tool)));
        try {
            return JSON.writeValueAsBytes(params.build()._body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the request cannot be written", e);
        }
    }

    private static void add(ChatCompletionCreateParams.Builder params, ModelMessage message) {
        switch (message) {
            case ModelMessage.SystemMessage system -> params.addSystemMessage(system.text());
            case ModelMessage.UserMessage user -> params.addUserMessage(user.text());
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
                                        .arguments(arguments(call.arguments()))
                                        .build())
                                .build()));
                params.addMessage(said.build());
            }
        }
    }

    /** Arguments that were no JSON go back as the model wrote them. */
    private static String arguments(JsonNode arguments) {
        return arguments.isTextual() ? arguments.textValue() : arguments.toString();
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
