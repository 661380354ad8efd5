package clda.llm.openai;

import clda.conversation.ConversationEvent.Usage;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply.End;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.PlainText;
import clda.llm.http.ProviderError;
import clda.llm.http.StrictJson;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Puts the chunks of one answer together. A finish reason says that it is whole. */
final class ChatCompletionsReader implements Dialect.Reader {

    private final PlainText plain = new PlainText(ChatCompletionsReader::plainText);
    private final Draft draft;
    private boolean hasModel;
    private boolean refuses;

    ChatCompletionsReader(Draft draft) {
        this.draft = draft;
    }

    @Override
    public void event(byte[] data, int from, int length) throws IOException {
        if (isDone(data, from, length)) {
            return;
        }
        String piece = hasModel ? plain.in(data, from, length) : null;
        if (piece != null) {
            draft.say(piece);
            return;
        }
        JsonNode tree = StrictJson.object(data, from, length);
        if (tree.hasNonNull("error")) {
            throw ProviderError.inStream(tree.get("error"));
        }
        try {
            chunk(ObjectMappers.jsonMapper().treeToValue(tree, ChatCompletionChunk.class));
        } catch (OpenAIInvalidDataException e) {
            throw new IOException("a piece of the answer lacks something", e);
        }
    }

    private static boolean isDone(byte[] data, int from, int length) {
        return length == 6 && data[from] == '[' && data[from + 1] == 'D' && data[from + 5] == ']';
    }

    /** Nearly all chunks hold a piece of text and nothing else: those are read without building an object. */
    private static @Nullable String plainText(JsonParser parser) throws IOException {
        String content = null;
        int depth = 1;
        int choices = 0;
        while (depth > 0) {
            switch (parser.nextToken()) {
                case NOT_AVAILABLE -> {
                    return null;
                }
                case START_OBJECT, START_ARRAY -> {
                    depth++;
                    if (depth == 3 && ++choices > 1) {
                        return null;
                    }
                }
                case END_OBJECT, END_ARRAY -> depth--;
                case FIELD_NAME -> {
                    String field = parser.currentName();
                    if (depth == 4) {
                        if (field.equals("content")) {
                            if (content != null || parser.nextToken() != JsonToken.VALUE_STRING) {
                                return null;
                            }
                            content = parser.getText();
                        } else if (!field.equals("role")) {
                            return null;
                        }
                    } else if (field.equals("finish_reason") || field.equals("usage") || field.equals("logprobs")) {
                        if (parser.nextToken() != JsonToken.VALUE_NULL) {
                            return null;
                        }
                    } else if (field.equals("error")) {
                        return null;
                    }
                }
                default -> {
                    // Values of fields that do not matter here.
                }
            }
        }
        return content;
    }

    private void chunk(ChatCompletionChunk chunk) throws IOException {
        chunk._model().asString().ifPresent(name -> {
            hasModel = true;
            draft.model(name);
        });
        chunk.usage().map(ChatCompletionsReader::usage).ifPresent(draft::usage);
        if (chunk._choices().isMissing()) {
            throw new IOException("a piece of the answer has no choices");
        }
        for (ChatCompletionChunk.Choice choice : chunk.choices()) {
            ChatCompletionChunk.Choice.Delta delta = choice.delta();
            delta.content().ifPresent(draft::say);
            delta.refusal().filter(piece -> !piece.isEmpty()).ifPresent(piece -> {
                refuses = true;
                draft.say(piece);
            });
            thought(delta, "reasoning_content");
            thought(delta, "reasoning");
            delta.toolCalls()
                    .ifPresent(pieces -> pieces.forEach(piece -> {
                        Draft.Call call = draft.call(piece.index());
                        piece.function().ifPresent(function -> {
                            function.name().ifPresent(call::name);
                            function.arguments().ifPresent(call::arguments);
                        });
                    }));
            choice.finishReason().ifPresent(reason -> finish(reason.asString()));
        }
    }

    /** Fields of DeepSeek, vLLM and others, which OpenAI does not have. They want nothing back. */
    private void thought(ChatCompletionChunk.Choice.Delta delta, String field) {
        JsonValue value = delta._additionalProperties().get(field);
        if (value != null) {
            value.asString().ifPresent(text -> {
                draft.think((String) text);
                draft.keepReasoning(ChatCompletions.PROVIDER, null);
            });
        }
    }

    private void finish(String reason) {
        switch (reason) {
            case "content_filter" ->
                throw new ModelFailure(Reason.REFUSED, "the provider's content filter stopped the answer");
            case "length" -> draft.ends(End.LENGTH);
            default -> draft.ends(refuses ? End.REFUSED : End.COMPLETE);
        }
    }

    private static Usage usage(CompletionUsage counted) {
        return new Usage(
                counted.promptTokens(),
                counted.completionTokens(),
                counted.promptTokensDetails()
                        .flatMap(CompletionUsage.PromptTokensDetails::cachedTokens)
                        .orElse(null),
                null,
                counted.completionTokensDetails()
                        .flatMap(CompletionUsage.CompletionTokensDetails::reasoningTokens)
                        .orElse(null));
    }
}
