package clda.llm.anthropic;

import clda.conversation.Reasoning;
import clda.llm.ModelMessage;
import clda.llm.ModelMessage.AssistantMessage;
import clda.llm.ModelMessage.NoticeMessage;
import clda.llm.ModelMessage.SystemMessage;
import clda.llm.ModelMessage.ToolMessage;
import clda.llm.ModelMessage.UserMessage;
import clda.llm.ModelRequest;
import clda.llm.http.SharedParts;
import clda.llm.preset.FittingHistory;
import clda.llm.preset.Preset;
import clda.llm.preset.ToolNames;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Our requests in the form of Messages: system text is separate, the roles alternate, the results of calls start the next
 * message. Two cache marks are set: after the tools and the system text, and after the previous messages.
 */
final class MessagesRequest {

    private final String model;
    private final int maxTokens;
    private final @Nullable String effort;
    private final ToolNames names;
    private final FittingHistory history;

    MessagesRequest(String model, int maxTokens, @Nullable String effort, Preset preset) {
        this.model = model;
        this.maxTokens = maxTokens;
        this.effort = effort;
        this.names = new ToolNames(preset.history());
        this.history = new FittingHistory(preset.history(), names);
    }

    ToolNames names() {
        return names;
    }

    byte[] body(ModelRequest request) {
        ModelRequest.Options options = request.options();
        List<ModelMessage> said = history.of(request.messages());
        ObjectNode body = SharedParts.object().put("model", model).put("stream", true);
        body.put("max_tokens", options.maxTokens() == null ? maxTokens : options.maxTokens());
        boolean thinks = effort != null && mayThink(said);
        if (thinks) {
            body.putObject("thinking").put("type", "adaptive");
        }
        if (thinks || options.schema() != null) {
            ObjectNode output = body.putObject("output_config");
            if (thinks) {
                output.put("effort", effort);
            }
            if (options.schema() != null) {
                output.putObject("format").put("type", "json_schema").set("schema", options.schema());
            }
        }
        if (!request.tools().isEmpty()) {
            ArrayNode tools = body.putArray("tools");
            request.tools()
                    .forEach(tool ->
                            tools.add(SharedParts.function(tool, "input_schema").put("name", names.sent(tool.name()))));
        }
        ArrayNode system = SharedParts.array();
        ArrayNode messages = SharedParts.array();
        said.forEach(message -> add(system, messages, message));
        if (!system.isEmpty()) {
            // What comes before, the tools, is cached with it.
            cacheUpTo(system);
            body.set("system", system);
        }
        if (messages.size() > 1) {
            cacheUpTo((ArrayNode) messages.get(messages.size() - 1).get("content"));
        }
        body.set("messages", messages);
        return SharedParts.bytes(body);
    }

    /** A turn with calls that began without thinking, perhaps at another provider, has to continue without it. */
    private static boolean mayThink(List<ModelMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            switch (messages.get(i)) {
                case UserMessage user -> {
                    return true;
                }
                case NoticeMessage notice -> {
                    return true;
                }
                case AssistantMessage assistant -> {
                    if (!assistant.calls().isEmpty() && ours(assistant.reasoning()) == null) {
                        return false;
                    }
                }
                case SystemMessage system -> {
                    // Says nothing about it.
                }
                case ToolMessage tool -> {
                    // Belongs to the calls before it.
                }
            }
        }
        return true;
    }

    private static void add(ArrayNode system, ArrayNode messages, ModelMessage message) {
        switch (message) {
            case SystemMessage text -> text(system, text.text());
            case NoticeMessage notice -> text(content(messages, "user"), notice.words());
            case UserMessage user -> {
                ArrayNode content = content(messages, "user");
                user.images().forEach(image -> content.addObject()
                        .put("type", "image")
                        .putObject("source")
                        .put("type", "base64")
                        .put("media_type", image.mediaType())
                        .put("data", SharedParts.base64(image)));
                text(content, user.text());
            }
            case ToolMessage tool ->
                content(messages, "user")
                        .addObject()
                        .put("type", "tool_result")
                        .put("tool_use_id", tool.callId())
                        .put("content", tool.outcome().toString());
            case AssistantMessage assistant -> add(messages, assistant);
        }
    }

    private static void add(ArrayNode messages, AssistantMessage assistant) {
        if (assistant.text().isBlank() && assistant.calls().isEmpty()) {
            return;
        }
        ArrayNode content = content(messages, "assistant");
        ArrayNode thought = ours(assistant.reasoning());
        if (thought != null) {
            content.addAll(thought);
        }
        if (!assistant.text().isBlank()) {
            text(content, assistant.text());
        }
        assistant.calls().forEach(call -> content.addObject()
                .put("type", "tool_use")
                .put("id", call.callId())
                .put("name", call.tool())
                .set("input", SharedParts.readable(call.arguments())));
    }

    private static @Nullable ArrayNode ours(@Nullable Reasoning reasoning) {
        return reasoning != null
                        && reasoning.provider().equals(Messages.PROVIDER)
                        && reasoning.items() instanceof ArrayNode items
                ? items
                : null;
    }

    private static void text(ArrayNode content, String text) {
        if (!text.isBlank()) {
            content.addObject().put("type", "text").put("text", text);
        }
    }

    /** The content of the last message if it has this role, otherwise of a new message. */
    private static ArrayNode content(ArrayNode messages, String role) {
        if (!messages.isEmpty()
                && messages.get(messages.size() - 1).path("role").asText().equals(role)) {
            return (ArrayNode) messages.get(messages.size() - 1).get("content");
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private static void cacheUpTo(ArrayNode blocks) {
        if (blocks.get(blocks.size() - 1) instanceof ObjectNode last) {
            last.putObject("cache_control").put("type", "ephemeral");
        }
    }
}
