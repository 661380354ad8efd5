package clda.llm;

import clda.conversation.Trigger;
import clda.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens by which models mark the speaker, such as {@code <|im_start|>}. Many servers tokenize them wherever they
 * occur, so that a mail could continue as the system or end its enclosing document. In text from others each one is split
 * with a space: a reader still recognises it, but no tokenizer does.
 */
public final class SpecialTokens {

    private static final String NAMES =
            "s|bos|eos|unk|pad|mask|sep|cls|start_of_turn|end_of_turn|start_of_image|end_of_image"
                    + "|tool_call|tool_calls|tool_response|think|function_calls|system|user|assistant|im_start|im_end|endoftext";

    private static final Pattern TOKEN = Pattern.compile("[<＜](?=[|｜][^<>\\n]{1,64}[|｜][>＞])"
            + "|<(?=/?(?:" + NAMES + ")>)"
            + "|<(?=</?SYS>>)"
            + "|\\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|ARGS|CALL_ID|IMG|THINK|PREFIX"
            + "|MIDDLE|SUFFIX|CLS|SEP|MASK|PAD|UNK)])");

    private SpecialTokens() {}

    /** The text without any of them. */
    public static String broken(String text) {
        return TOKEN.matcher(text).replaceAll(begin -> begin.group() + " ");
    }

    /** In every text and every name of a member. */
    static JsonNode broken(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> {
                ObjectNode clean = Json.MAPPER.createObjectNode();
                object.properties().forEach(member -> clean.set(broken(member.getKey()), broken(member.getValue())));
                yield clean;
            }
            case ArrayNode array -> {
                ArrayNode clean = Json.MAPPER.createArrayNode();
                array.forEach(item -> clean.add(broken(item)));
                yield clean;
            }
            case TextNode text -> TextNode.valueOf(broken(text.textValue()));
            default -> json;
        };
    }

    private static @Nullable JsonNode brokenOrNull(@Nullable JsonNode json) {
        return json == null ? null : broken(json);
    }

    private static Trigger broken(Trigger about) {
        return new Trigger(
                about.kind(),
                about.reference(),
                about.tool(),
                brokenOrNull(about.arguments()),
                brokenOrNull(about.outcome()));
    }

    /** In all but what a person says. */
    private static ModelMessage broken(ModelMessage message) {
        return switch (message) {
            case ModelMessage.SystemMessage system -> new ModelMessage.SystemMessage(broken(system.text()));
            case ModelMessage.UserMessage user -> user;
            case ModelMessage.NoticeMessage notice ->
                new ModelMessage.NoticeMessage(broken(notice.about()), broken(notice.said()));
            case ModelMessage.ToolMessage tool ->
                new ModelMessage.ToolMessage(tool.callId(), tool.tool(), broken(tool.outcome()));
            case ModelMessage.AssistantMessage assistant ->
                new ModelMessage.AssistantMessage(
                        broken(assistant.text()),
                        assistant.calls().stream()
                                .map(call ->
                                        new ModelMessage.PastCall(call.callId(), call.tool(), broken(call.arguments())))
                                .toList(),
                        assistant.reasoning());
        };
    }

    /** The same for all. */
    public static List<ModelMessage> broken(List<ModelMessage> messages) {
        return messages.stream().map(SpecialTokens::broken).toList();
    }
}
