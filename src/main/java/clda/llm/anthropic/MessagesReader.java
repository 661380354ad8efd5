package clda.llm.anthropic;

import clda.conversation.MessageUsage;
import clda.llm.ModelReply.End;
import clda.llm.http.Dialect;
import clda.llm.http.Draft;
import clda.llm.http.Ending;
import clda.llm.http.PlainText;
import clda.llm.http.ProviderError;
import clda.llm.http.SharedParts;
import clda.llm.http.StrictJson;
import clda.llm.preset.Preset;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Assembles the events of one message. {@code message_stop} marks it as complete. */
final class MessagesReader implements Dialect.Reader {

    private final PlainText plain = new PlainText(this::plainText);
    private final Preset preset;
    private final Draft draft;
    /** Of the block that the plain text belongs to. */
    private long plainIndex;

    /** The model's thinking by block index; it has to be sent back unchanged, including the signature. */
    private final Map<Long, ObjectNode> thinking = new TreeMap<>();

    private final Map<Long, String> types = new TreeMap<>();
    private @Nullable JsonNode input;
    private @Nullable Long written;
    private @Nullable End end;

    MessagesReader(Preset preset, Draft draft) {
        this.preset = preset;
        this.draft = draft;
    }

    @Override
    public void event(byte[] data, int from, int length) throws IOException {
        String piece = plain.in(data, from, length);
        if (piece != null && types.containsKey(plainIndex)) {
            draft.say(piece);
            return;
        }
        JsonNode event = StrictJson.object(data, from, length, "input");
        switch (event.path("type").asText()) {
            case "message_start" -> {
                JsonNode message = event.path("message");
                draft.model(message.path("model").asText());
                input = message.path("usage");
            }
            case "content_block_start" -> begins(StrictJson.number(event, "index"), event.path("content_block"));
            case "content_block_delta" -> goesOn(StrictJson.number(event, "index"), event.path("delta"));
            case "message_delta" -> {
                if (event.path("usage").path("output_tokens").isNumber()) {
                    written = event.path("usage").path("output_tokens").asLong();
                }
                stops(event.path("delta").path("stop_reason"));
            }
            case "message_stop" -> whole();
            case "message" -> message(event);
            case "error" -> throw ProviderError.inStream(event.path("error"));
            default -> {
                // Pings, ends of blocks and event types of the future.
            }
        }
    }

    /** Of a {@code content_block_delta} with a {@code text_delta}. */
    private @Nullable String plainText(JsonParser event) throws IOException {
        String text = null;
        boolean typed = false;
        plainIndex = -1;
        while (event.nextToken() == JsonToken.FIELD_NAME) {
            String field = event.currentName();
            JsonToken value = event.nextToken();
            if (field.equals("type") && !typed && PlainText.isText(event, "content_block_delta")) {
                typed = true;
            } else if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT && plainIndex < 0) {
                plainIndex = event.getLongValue();
            } else if (field.equals("delta") && value == JsonToken.START_OBJECT && text == null) {
                text = deltaText(event);
                if (text == null) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return typed ? text : null;
    }

    private static @Nullable String deltaText(JsonParser delta) throws IOException {
        String text = null;
        boolean typed = false;
        while (delta.nextToken() == JsonToken.FIELD_NAME) {
            String field = delta.currentName();
            JsonToken value = delta.nextToken();
            if (field.equals("type") && !typed && PlainText.isText(delta, "text_delta")) {
                typed = true;
            } else if (field.equals("text") && value == JsonToken.VALUE_STRING && text == null) {
                text = delta.getText();
            } else {
                return null;
            }
        }
        return typed ? text : null;
    }

    private void begins(long index, JsonNode block) throws IOException {
        String type = block.path("type").asText();
        types.put(index, type);
        switch (type) {
            case "text" -> draft.say(block.path("text").asText());
            case "tool_use" -> {
                Draft.Call call = draft.call(index);
                call.name(StrictJson.text(block, "name"));
                // Usually empty here and then streamed in pieces.
                if (!block.path("input").asText("{}").equals("{}")) {
                    call.arguments(block.path("input").asText());
                }
            }
            case "thinking", "redacted_thinking" -> {
                thinking.put(index, block.deepCopy());
                draft.think(block.path("thinking").asText());
            }
            default -> {
                // Blocks of server-side tools, which we do not use.
            }
        }
    }

    private void goesOn(long index, JsonNode delta) throws IOException {
        if (!types.containsKey(index)) {
            throw new IOException("a piece of a block that has not begun");
        }
        switch (delta.path("type").asText()) {
            case "text_delta" -> draft.say(StrictJson.text(delta, "text"));
            case "input_json_delta" -> draft.call(index).arguments(StrictJson.text(delta, "partial_json"));
            case "thinking_delta" -> {
                String piece = StrictJson.text(delta, "thinking");
                append(index, "thinking", piece);
                draft.think(piece);
            }
            case "signature_delta" -> append(index, "signature", StrictJson.text(delta, "signature"));
            default -> {
                // Citations and delta types of the future.
            }
        }
    }

    private void append(long index, String field, String piece) throws IOException {
        ObjectNode block = thinking.get(index);
        if (block == null) {
            throw new IOException("a thought in a block of another kind");
        }
        block.put(field, block.path(field).asText() + piece);
    }

    private void stops(JsonNode reason) {
        if (!reason.isTextual()) {
            return;
        }
        end = switch (preset.finish().of(reason.textValue())) {
            case WHOLE -> End.COMPLETE;
            case TRUNCATED -> End.LENGTH;
            case REFUSED -> End.REFUSED;
            case BROKEN -> throw Ending.broken(reason.textValue());
        };
    }

    /** Reads a complete answer, sent although a stream was requested. */
    private void message(JsonNode message) throws IOException {
        draft.model(message.path("model").asText());
        input = message.path("usage");
        JsonNode output = input.path("output_tokens");
        written = output.isNumber() ? (Long) output.asLong() : null;
        for (int i = 0; i < message.path("content").size(); i++) {
            begins(i, message.path("content").get(i));
        }
        stops(message.path("stop_reason"));
        whole();
    }

    private void whole() throws IOException {
        if (end == null) {
            throw new IOException("the answer ended without saying why");
        }
        if (input != null && input.path("input_tokens").isNumber() && written != null) {
            long cached = input.path("cache_read_input_tokens").asLong();
            long cacheWritten = input.path("cache_creation_input_tokens").asLong();
            draft.usage(new MessageUsage(
                    input.path("input_tokens").asLong() + cached + cacheWritten, written, cached, cacheWritten, null));
        }
        if (!thinking.isEmpty()) {
            ArrayNode items = SharedParts.array();
            thinking.values().forEach(items::add);
            draft.keepReasoning(Messages.PROVIDER, items);
        }
        draft.ends(end);
    }
}
