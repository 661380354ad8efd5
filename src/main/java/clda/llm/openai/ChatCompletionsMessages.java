package clda.llm.openai;

import clda.conversation.Reasoning;
import clda.llm.ModelMessage;
import clda.llm.http.SharedParts;
import clda.llm.preset.Preset;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonMissing;
import com.openai.core.JsonNull;
import com.openai.core.JsonValue;
import com.openai.models.chat.completions.ChatCompletionAssistantMessageParam;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the messages of a history that already has the form of the server. */
final class ChatCompletionsMessages {

    private static final String IN_THE_TEXT = "content";

    private final Preset preset;
    private final ChatCompletionCreateParams.Builder params;

    ChatCompletionsMessages(Preset preset, ChatCompletionCreateParams.Builder params) {
        this.preset = preset;
        this.params = params;
    }

    void add(ModelMessage message) {
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
            case ModelMessage.ToolMessage tool -> {
                ChatCompletionToolMessageParam.Builder result = ChatCompletionToolMessageParam.builder()
                        .toolCallId(tool.callId())
                        .content(tool.outcome().toString());
                if (preset.history().namesResults()) {
                    result.putAdditionalProperty("name", JsonValue.from(tool.tool()));
                }
                params.addMessage(result.build());
            }
            case ModelMessage.AssistantMessage assistant -> params.addMessage(assistant(assistant));
        }
    }

    private ChatCompletionAssistantMessageParam assistant(ModelMessage.AssistantMessage assistant) {
        ChatCompletionAssistantMessageParam.Builder said = ChatCompletionAssistantMessageParam.builder();
        Preset.History rules = preset.history();
        boolean goesBack =
                switch (rules.reasoning()) {
                    case NEVER -> false;
                    case CALLS -> !assistant.calls().isEmpty();
                    case ALWAYS -> true;
                };
        Reasoning own = own(assistant);
        String thought = own == null || !goesBack ? "" : own.text();
        String text = assistant.text();
        if (!thought.isEmpty() && rules.reasoningField().equals(IN_THE_TEXT)) {
            text = inTags(thought) + text;
        } else if (!thought.isEmpty()) {
            said.putAdditionalProperty(rules.reasoningField(), JsonValue.from(thought));
        } else if (goesBack) {
            fields(said, rules.missingOfMessage());
        }
        if (own != null && own.items() != null) {
            fields(said, own.items().path(Kept.MESSAGE));
        }
        content(said, text);
        for (int i = 0; i < assistant.calls().size(); i++) {
            said.addToolCall(call(assistant.calls().get(i), kept(own, i)));
        }
        return said.build();
    }

    /** The reasoning, or the fields to send back, that came from this kind of server; null if there is none. */
    private @Nullable Reasoning own(ModelMessage.AssistantMessage assistant) {
        Reasoning reasoning = assistant.reasoning();
        return reasoning != null && reasoning.provider().equals(ChatCompletions.provider(preset)) ? reasoning : null;
    }

    private String inTags(String thought) {
        return preset.answer().thoughtTags().stream()
                .findFirst()
                .map(tags -> tags.begin() + thought + tags.end() + "\n")
                .orElse("");
    }

    private static void fields(ChatCompletionAssistantMessageParam.Builder said, JsonNode fields) {
        fields.properties()
                .forEach(field -> said.putAdditionalProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
    }

    private void content(ChatCompletionAssistantMessageParam.Builder said, String text) {
        if (!text.isEmpty()) {
            said.content(text);
            return;
        }
        switch (preset.history().emptyContent()) {
            case ABSENT -> said.content(JsonMissing.of());
            case NULL -> said.content(JsonNull.of());
            case EMPTY -> said.content("");
        }
    }

    private JsonNode kept(@Nullable Reasoning own, int place) {
        if (own != null) {
            return own.items() == null
                    ? SharedParts.object()
                    : own.items().path(Kept.CALLS).path(place);
        }
        return place == 0 ? preset.history().missingOfCall() : SharedParts.object();
    }

    private static ChatCompletionMessageFunctionToolCall call(ModelMessage.PastCall call, JsonNode kept) {
        ChatCompletionMessageFunctionToolCall.Builder made = ChatCompletionMessageFunctionToolCall.builder()
                .id(call.callId())
                .function(ChatCompletionMessageFunctionToolCall.Function.builder()
                        .name(call.tool())
                        .arguments(call.arguments().toString())
                        .build());
        kept.properties()
                .forEach(field -> made.putAdditionalProperty(field.getKey(), JsonValue.fromJsonNode(field.getValue())));
        return made.build();
    }

    private static List<ChatCompletionContentPart> parts(ModelMessage.UserMessage user) {
        List<ChatCompletionContentPart> parts = new ArrayList<>();
        if (!user.text().isBlank()) {
            parts.add(ChatCompletionContentPart.ofText(
                    ChatCompletionContentPartText.builder().text(user.text()).build()));
        }
        user.images()
                .forEach(
                        image -> parts.add(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(SharedParts.dataUrl(image))
                                        .build())
                                .build())));
        return parts;
    }
}
