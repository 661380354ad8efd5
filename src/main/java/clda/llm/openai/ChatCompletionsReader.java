package clda.llm.openai;

import clda.llm.ModelReply.End;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.Ending;
import clda.llm.http.PlainText;
import clda.llm.http.ProviderError;
import clda.llm.http.SpokenText;
import clda.llm.http.StrictJson;
import clda.llm.preset.Preset;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assembles the pieces of one answer, or reads it whole. Harmless missing or additional fields are ignored. An answer counts as
 * complete only if it ends as the preset expects.
 */
final class ChatCompletionsReader implements Dialect.Reader {

    private static final String ARGUMENTS = "arguments";
    private static final int MAX_NAMELESS = 3;

    private final PlainText plain = new PlainText(this::plainText);
    private final Preset preset;
    private final Draft draft;
    private final SpokenText spoken;
    private final CallPieces calls;
    private final Kept kept;
    private final Ending ending;
    private final Consumer<String> fingerprints;
    private final Set<String> errorFields;
    private int nameless;
    /** Whether pieces may be read as plain text: the model's name has arrived or is no longer expected. */
    private boolean begun;

    private boolean refuses;

    /** @param fingerprints receives the server's fingerprints */
    ChatCompletionsReader(Preset preset, Draft draft, Consumer<String> fingerprints) {
        this.preset = preset;
        this.draft = draft;
        this.spoken = new SpokenText(preset.answer(), draft);
        this.calls = new CallPieces(draft, preset.history().keptOfCall());
        this.kept = new Kept(preset.history().keptOfMessage());
        this.ending = new Ending(preset.finish(), draft);
        this.fingerprints = fingerprints;
        this.errorFields = preset.answer().errors().stream()
                .map(pointer -> pointer.split("/")[1])
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void event(byte[] data, int from, int length) throws IOException {
        if (isBlank(data, from, length)) {
            return;
        }
        if (isDone(data, from, length)) {
            ending.mark();
            return;
        }
        String piece = begun ? plain.in(data, from, length) : null;
        if (piece != null) {
            spoken.take(piece);
            return;
        }
        JsonNode tree = StrictJson.object(data, from, length, ARGUMENTS);
        throwIfError(tree);
        piece(tree);
    }

    private void throwIfError(JsonNode tree) {
        boolean failed = isError(tree.path("error"))
                || preset.answer().errors().stream()
                        .map(tree::at)
                        .anyMatch(code -> code.isValueNode() && code.asLong() != 0);
        if (failed) {
            throw ProviderError.inStream(tree);
        }
    }

    private static boolean isError(JsonNode error) {
        return error.isTextual() ? !error.textValue().isEmpty() : error.isContainerNode() && !error.isEmpty();
    }

    private static boolean isDone(byte[] data, int from, int length) {
        return length == 6 && data[from] == '[' && data[from + 1] == 'D' && data[from + 5] == ']';
    }

    private static boolean isBlank(byte[] data, int from, int length) {
        return length == 0 || length == 1 && data[from] == ' ';
    }

    /** Reads a piece that holds only text, as nearly all do, without building an object. */
    private @Nullable String plainText(JsonParser parser) throws IOException {
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
                        } else if (!field.equals("role") && parser.nextToken() != JsonToken.VALUE_NULL) {
                            return null;
                        }
                    } else if (!isPlain(parser, field)) {
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

    /** Whether the field of the piece or of its choice adds nothing to the text. */
    private boolean isPlain(JsonParser parser, String field) throws IOException {
        switch (field) {
            case "choices", "delta" -> {
                return true;
            }
            case "finish_reason" -> {
                return parser.nextToken() == JsonToken.VALUE_NULL || PlainText.isText(parser, "");
            }
            case "usage", "x_groq", "logprobs", "error", "message" -> {
                return parser.nextToken() == JsonToken.VALUE_NULL;
            }
            default -> {
                parser.nextToken();
                parser.skipChildren();
                return errorFields.isEmpty() || !errorFields.contains(field);
            }
        }
    }

    private void piece(JsonNode tree) {
        String model = tree.path("model").asText("");
        draft.model(model);
        begun |= !model.isBlank() || ++nameless == MAX_NAMELESS;
        if (tree.path("system_fingerprint").isTextual()) {
            fingerprints.accept(tree.path("system_fingerprint").textValue());
        }
        ReadUsage.of(tree.path("usage")).ifPresent(draft::usage);
        ReadUsage.of(tree.path("x_groq").path("usage")).ifPresent(draft::usage);
        for (JsonNode choice : tree.path("choices")) {
            if (choice.path("index").asInt(0) == 0) {
                choice(choice);
            }
        }
    }

    private void choice(JsonNode choice) {
        throwIfError(choice);
        ReadUsage.of(choice.path("usage")).ifPresent(draft::usage);
        JsonNode message = choice.path("message");
        JsonNode said =
                choice.path("delta").isObject() && !choice.path("delta").isEmpty() ? choice.path("delta") : message;
        if (said.isObject()) {
            said(said);
        }
        String reason = choice.path("finish_reason").isTextual()
                ? choice.path("finish_reason").textValue()
                : "";
        if (!reason.isEmpty()) {
            finish(reason);
            if (message.isObject()) {
                // An answer that is not streamed has no end mark.
                ending.mark();
            }
        }
    }

    private void said(JsonNode said) {
        thought(said);
        content(said.path("content"));
        String refusal = said.path("refusal").asText("");
        if (!refusal.isEmpty() && !said.path("refusal").isNull()) {
            refuses = true;
            draft.say(refusal);
        }
        if (said.path("tool_calls").isContainerNode()) {
            calls.take(said.path("tool_calls"));
        }
        if (said.path("function_call").isObject()) {
            calls.take(said.path("function_call"));
        }
        kept.take(said);
    }

    /** Text, or blocks of text and thoughts. */
    private void content(JsonNode content) {
        if (content.isTextual()) {
            spoken.take(content.textValue());
        }
        for (JsonNode block : content) {
            if (block.isTextual()) {
                spoken.take(block.textValue());
            } else if (block.has("thinking")) {
                think(text(block.path("thinking")));
            } else {
                spoken.take(block.path("text").asText(""));
            }
        }
    }

    private static String text(JsonNode blocks) {
        if (blocks.isTextual()) {
            return blocks.textValue();
        }
        StringBuilder text = new StringBuilder();
        blocks.forEach(block -> text.append(block.path("text").asText("")));
        return text.toString();
    }

    /** The same thought may stand in several fields. */
    private void thought(JsonNode said) {
        for (String field : preset.answer().thoughts()) {
            String piece = text(said.path(field));
            if (!piece.isEmpty()) {
                think(piece);
                return;
            }
        }
    }

    private void think(String piece) {
        if (!piece.isEmpty()) {
            draft.think(piece);
        }
    }

    private void finish(String reason) {
        spoken.ends();
        JsonNode back = kept.with(calls.kept());
        if (draft.hasThought() || back != null) {
            draft.keepReasoning(ChatCompletions.provider(preset), back);
        }
        ending.reason(reason, refuses ? End.REFUSED : End.COMPLETE);
    }
}
