package clda.llm.openai;

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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Assembles the events of one response. {@code response.completed} marks it as complete. */
final class ResponsesReader implements Dialect.Reader {

    private final PlainText plain = new PlainText(ResponsesReader::plainText);
    private final Preset preset;
    private final Draft draft;
    private final ArrayNode reasoning = SharedParts.array();
    private boolean refuses;

    ResponsesReader(Preset preset, Draft draft) {
        this.preset = preset;
        this.draft = draft;
    }

    @Override
    public void event(byte[] data, int from, int length) throws IOException {
        String piece = plain.in(data, from, length);
        if (piece != null) {
            draft.say(piece);
            return;
        }
        JsonNode event = StrictJson.object(data, from, length);
        switch (event.path("type").asText()) {
            case "response.created" ->
                draft.model(event.path("response").path("model").asText());
            case "response.output_text.delta" -> draft.say(StrictJson.text(event, "delta"));
            case "response.refusal.delta" -> {
                refuses = true;
                draft.say(StrictJson.text(event, "delta"));
            }
            case "response.reasoning_summary_text.delta" -> draft.think(StrictJson.text(event, "delta"));
            case "response.reasoning_summary_part.added" -> {
                if (event.path("summary_index").asInt() > 0) {
                    draft.think("\n\n");
                }
            }
            case "response.output_item.added" -> {
                JsonNode item = event.path("item");
                if (isCall(item)) {
                    draft.call(StrictJson.number(event, "output_index")).name(StrictJson.text(item, "name"));
                }
            }
            case "response.function_call_arguments.delta" ->
                draft.call(StrictJson.number(event, "output_index")).arguments(StrictJson.text(event, "delta"));
            case "response.function_call_arguments.done" ->
                draft.call(StrictJson.number(event, "output_index")).allArguments(StrictJson.text(event, "arguments"));
            case "response.output_item.done" -> done(event.path("item"));
            case "response.completed" -> ends(event.path("response"), refuses ? End.REFUSED : End.COMPLETE);
            case "response.incomplete" -> incomplete(event.path("response"));
            case "response.failed" ->
                throw ProviderError.inStream(event.path("response").path("error"));
            case "error" -> throw ProviderError.inStream(event.has("error") ? event.path("error") : event);
            case "" -> {
                if (event.path("object").asText().equals("response")) {
                    response(event);
                } else if (event.hasNonNull("error")) {
                    throw ProviderError.inStream(event);
                }
            }
            default -> {
                // Other events repeat these or are about tools that we do not use.
            }
        }
    }

    /** The text of a {@code response.output_text.delta} event. */
    private static @Nullable String plainText(JsonParser event) throws IOException {
        String text = null;
        boolean typed = false;
        while (event.nextToken() == JsonToken.FIELD_NAME) {
            String field = event.currentName();
            event.nextToken();
            if (field.equals("type")) {
                if (typed || !PlainText.isText(event, "response.output_text.delta")) {
                    return null;
                }
                typed = true;
            } else if (field.equals("delta")) {
                if (text != null || event.currentToken() != JsonToken.VALUE_STRING) {
                    return null;
                }
                text = event.getText();
            } else {
                event.skipChildren();
            }
        }
        return typed ? text : null;
    }

    private void done(JsonNode item) {
        if (item.path("type").asText().equals("reasoning")) {
            reasoning.add(item);
            draft.keepReasoning(Responses.PROVIDER, reasoning);
        }
    }

    private void incomplete(JsonNode response) {
        told(response);
        new Ending(preset.finish(), draft)
                .reason(response.path("incomplete_details").path("reason").asText(), End.LENGTH);
    }

    private void ends(JsonNode response, End how) {
        told(response);
        draft.ends(how);
    }

    /** The whole answer, although a stream was asked for. */
    private void response(JsonNode response) throws IOException {
        JsonNode output = response.path("output");
        for (int i = 0; i < output.size(); i++) {
            JsonNode item = output.get(i);
            item.path("content").forEach(part -> {
                refuses |= part.has("refusal");
                draft.say(part.path("text").asText("") + part.path("refusal").asText(""));
            });
            if (isCall(item)) {
                Draft.Call call = draft.call(i);
                call.name(StrictJson.text(item, "name"));
                call.arguments(StrictJson.text(item, "arguments"));
            }
            done(item);
        }
        switch (response.path("status").asText()) {
            case "completed" -> ends(response, refuses ? End.REFUSED : End.COMPLETE);
            case "incomplete" -> incomplete(response);
            default -> throw ProviderError.inStream(response);
        }
    }

    private void told(JsonNode response) {
        draft.model(response.path("model").asText());
        JsonNode usage = response.path("usage");
        if (usage.has("input_tokens") && usage.has("output_tokens")) {
            draft.usage(new MessageUsage(
                    usage.get("input_tokens").asLong(),
                    usage.get("output_tokens").asLong(),
                    count(usage.path("input_tokens_details").path("cached_tokens")),
                    null,
                    count(usage.path("output_tokens_details").path("reasoning_tokens"))));
        }
    }

    @org.jspecify.annotations.Nullable
    private static Long count(JsonNode number) {
        return number.isNumber() ? number.asLong() : null;
    }

    private static boolean isCall(JsonNode item) {
        return item.path("type").asText().equals("function_call");
    }
}
