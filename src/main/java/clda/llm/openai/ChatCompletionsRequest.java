package clda.llm.openai;

import clda.json.Json;
import clda.llm.ModelMessage;
import clda.llm.ModelRequest;
import clda.llm.http.SharedParts;
import clda.llm.preset.FittingHistory;
import clda.llm.preset.Preset;
import clda.llm.preset.ToolNames;
import clda.tools.ToolDefinition;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our requests in the form of Chat Completions, as a server accepts them. */
final class ChatCompletionsRequest {

    private static final ObjectMapper JSON = ObjectMappers.jsonMapper();

    /** Tools are the same in every request, and converting their schemas takes longer than everything else. */
    private final Map<ToolDefinition, ChatCompletionFunctionTool> tools =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private final String model;
    private final @Nullable String effort;
    private final Preset preset;
    private final ToolNames names;
    private final FittingHistory history;

    ChatCompletionsRequest(String model, @Nullable String effort, Preset preset) {
        this.model = model;
        this.effort = effort;
        this.preset = preset;
        this.names = new ToolNames(preset.history());
        this.history = new FittingHistory(preset.history(), names);
    }

    Preset preset() {
        return preset;
    }

    /** A copy for the preset that the server turned out to have. */
    ChatCompletionsRequest of(Preset shown) {
        return new ChatCompletionsRequest(model, effort, shown);
    }

    ToolNames names() {
        return names;
    }

    /** @param refused fields that the server does not take */
    byte[] body(ModelRequest request, Set<String> refused) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
                .model(model)
                .putAdditionalBodyProperty("stream", JsonValue.from(true));
        Preset.Request rules = preset.request();
        if (rules.streamOptions() && !refused.contains("stream_options")) {
            params.streamOptions(
                    ChatCompletionStreamOptions.builder().includeUsage(true).build());
        }
        ModelRequest.Options options = request.options();
        add(params, rules.body(), refused);
        if (effort != null) {
            add(params, (ObjectNode) filled(rules.effort(), effort), refused);
        }
        if (options.maxTokens() != null) {
            params.putAdditionalBodyProperty(longest(refused), JsonValue.from(options.maxTokens()));
        }
        if (options.prefix() != null && rules.cacheKey() && !refused.contains("prompt_cache_key")) {
            params.promptCacheKey(options.prefix());
        }
        List<ModelMessage> messages = request.messages();
        if (options.schema() != null) {
            messages = withSchema(params, messages, options.schema());
        }
        ChatCompletionsMessages written = new ChatCompletionsMessages(preset, params);
        history.of(messages).forEach(written::add);
        request.tools().forEach(tool -> params.addTool(tools.computeIfAbsent(tool, this::tool)));
        try {
            return JSON.writeValueAsBytes(params.build()._body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the request cannot be written", e);
        }
    }

    /** OpenAI's reasoning models refuse the old field name; other servers may know only that one, or refuse the new one. */
    private String longest(Set<String> refused) {
        String field = preset.request().longest();
        if (!refused.contains(field)) {
            return field;
        }
        return field.equals("max_tokens") ? "max_completion_tokens" : "max_tokens";
    }

    private static void add(ChatCompletionCreateParams.Builder params, ObjectNode fields, Set<String> refused) {
        fields.properties().stream()
                .filter(field -> !refused.contains(field.getKey()))
                .forEach(field ->
                        params.putAdditionalBodyProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
    }

    private static JsonNode filled(JsonNode form, String effort) {
        return switch (form) {
            case ObjectNode object -> {
                ObjectNode filled = object.objectNode();
                object.properties().forEach(field -> filled.set(field.getKey(), filled(field.getValue(), effort)));
                yield filled;
            }
            case TextNode text -> TextNode.valueOf(text.textValue().replace("{effort}", effort));
            default -> form;
        };
    }

    /** If the server does not accept the schema, it is put into the instructions. */
    private List<ModelMessage> withSchema(
            ChatCompletionCreateParams.Builder params, List<ModelMessage> messages, ObjectNode schema) {
        Preset.Schema how = preset.request().schema();
        if (how == Preset.Schema.FULL) {
            params.responseFormat(format(schema));
            return messages;
        }
        if (how == Preset.Schema.OBJECT) {
            params.putAdditionalBodyProperty("response_format", JsonValue.from(Map.of("type", "json_object")));
        }
        List<ModelMessage> told = new ArrayList<>();
        told.add(new ModelMessage.SystemMessage(
                "Answer with nothing but a JSON object that follows this JSON Schema: " + schema));
        told.addAll(messages);
        return told;
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

    private ChatCompletionFunctionTool tool(ToolDefinition tool) {
        Map<String, JsonValue> schema = JSON.convertValue(
                without(preset.request().refusedOfSchemas(), tool.parameters()), new TypeReference<>() {});
        return ChatCompletionFunctionTool.builder()
                .function(FunctionDefinition.builder()
                        .name(names.sent(tool.name()))
                        .description(tool.description())
                        .parameters(FunctionParameters.builder()
                                .putAllAdditionalProperties(schema)
                                .build())
                        .build())
                .build();
    }

    /** The schema without the keywords that the server does not know. Properties of the same name stay. */
    private static JsonNode without(List<String> words, JsonNode schema) {
        if (words.isEmpty() || !schema.isContainerNode()) {
            return schema;
        }
        if (schema.isArray()) {
            var items = SharedParts.array();
            schema.forEach(item -> items.add(without(words, item)));
            return items;
        }
        ObjectNode rest = Json.MAPPER.createObjectNode();
        schema.properties().stream()
                .filter(member -> !words.contains(member.getKey()))
                .forEach(member -> rest.set(
                        member.getKey(),
                        member.getKey().equals("properties")
                                ? properties(words, member.getValue())
                                : without(words, member.getValue())));
        return rest;
    }

    private static JsonNode properties(List<String> words, JsonNode properties) {
        ObjectNode rest = Json.MAPPER.createObjectNode();
        properties.properties().forEach(member -> rest.set(member.getKey(), without(words, member.getValue())));
        return rest;
    }
}
