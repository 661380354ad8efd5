package clda.llm.openai;

import clda.conversation.ConversationEvent.Usage;
import clda.conversation.EventCodec;
import clda.llm.ModelClient;
import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.ModelReply;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.openai.core.ObjectMappers;
import com.openai.models.chat.completions.ChatCompletionChunk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of one streamed answer together. The answer is whole only once a finish reason has come; until then it may
 * have been cut anywhere.
 */
final class ChunkReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_TEXT = 1_000_000;
    private static final int MOST_ARGUMENTS = 200_000;
    private static final int MOST_CALLS = 128;

    private static final class Call {
        final StringBuilder name = new StringBuilder();
        final StringBuilder arguments = new StringBuilder();
    }

    private final String asked;
    private final ModelClient.TextSink shown;
    private final StringBuilder text = new StringBuilder();
    private final Map<Long, Call> calls = new TreeMap<>();
    private int shownUpTo;
    private @Nullable String model;
    private @Nullable String finish;
    private @Nullable Usage usage;

    /** @param asked the model that was asked for, in case the server does not say which one answers */
    ChunkReader(String asked, ModelClient.TextSink shown) {
        this.asked = asked;
        this.shown = shown;
    }

    /** @param data the payload of one SSE event, in UTF-8 */
    void chunk(byte[] data, int from, int length) {
        String piece = model == null ? null : plainText(data, from, length);
        if (piece != null) {
            say(piece);
            return;
        }
        try {
            JsonNode tree = EventCodec.JSON.readTree(data, from, length);
            if (tree.hasNonNull("error")) {
                throw new ModelFailure(Reason.SERVER_ERROR, "the server reported an error in the stream");
            }
            typed(ObjectMappers.jsonMapper().treeToValue(tree, ChatCompletionChunk.class));
        } catch (IOException | RuntimeException e) {
            if (e instanceof ModelFailure failure) {
                throw failure;
            }
            throw new ModelFailure(Reason.BROKEN, "a piece of the answer cannot be read", e);
        }
    }

    /** Nearly all chunks hold a piece of text and nothing else: those are read without building an object. */
    private static @Nullable String plainText(byte[] data, int from, int length) {
        String content = null;
        int depth = 0;
        int choices = 0;
        try (JsonParser parser = JSON.createParser(data, from, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
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
                                if (parser.nextToken() != JsonToken.VALUE_STRING) {
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
        } catch (IOException e) {
            return null;
        }
        return depth == 0 ? content : null;
    }

    private void typed(ChatCompletionChunk chunk) {
        if (model == null && chunk._model().asString().isPresent()) {
            model = chunk.model();
        }
        chunk.usage().ifPresent(counted -> usage = new Usage(counted.promptTokens(), counted.completionTokens()));
        if (chunk._choices().isMissing()) {
            throw new ModelFailure(Reason.BROKEN, "a piece of the answer has no choices");
        }
        for (ChatCompletionChunk.Choice choice : chunk.choices()) {
            ChatCompletionChunk.Choice.Delta delta = choice.delta();
            delta.content().ifPresent(this::say);
            delta.refusal().ifPresent(this::say);
            delta.toolCalls().ifPresent(pieces -> pieces.forEach(this::call));
            choice.finishReason().ifPresent(reason -> finish = reason.asString());
        }
    }

    private void say(String piece) {
        if (text.length() + piece.length() > MOST_TEXT) {
            throw new ModelFailure(Reason.BROKEN, "the answer does not end");
        }
        text.append(piece);
    }

    /** Shows what has come since the last time: pieces that arrived together are shown together. */
    void show() {
        if (text.length() > shownUpTo) {
            shown.text(text.substring(shownUpTo));
            shownUpTo = text.length();
        }
    }

    private void call(ChatCompletionChunk.Choice.Delta.ToolCall piece) {
        Call call = calls.computeIfAbsent(piece.index(), index -> new Call());
        piece.function().ifPresent(function -> {
            function.name().ifPresent(call.name::append);
            function.arguments().ifPresent(call.arguments::append);
        });
        if (calls.size() > MOST_CALLS || call.arguments.length() > MOST_ARGUMENTS || call.name.length() > 256) {
            throw new ModelFailure(Reason.BROKEN, "the tool calls do not end");
        }
    }

    /** Whether a finish reason has come. */
    boolean isWhole() {
        return finish != null;
    }

    /** @throws ModelFailure if the answer is not whole */
    ModelReply reply() {
        if (finish == null) {
            throw new ModelFailure(Reason.BROKEN, "the answer broke off");
        }
        if (finish.equals("content_filter")) {
            throw new ModelFailure(Reason.REFUSED, "the provider's content filter stopped the answer");
        }
        List<ModelReply.ProposedCall> proposed = new ArrayList<>();
        for (Call call : calls.values()) {
            proposed.add(new ModelReply.ProposedCall(call.name.toString(), arguments(call.arguments.toString())));
        }
        return new ModelReply(
                model == null ? asked : model,
                text.toString(),
                proposed,
                usage,
                finish.equals("length"),
                null,
                List.of());
    }

    private static JsonNode arguments(String raw) {
        if (raw.isBlank()) {
            return EventCodec.JSON.createObjectNode();
        }
        try {
            return EventCodec.JSON.readTree(raw);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(raw);
        }
    }
}
