package clda.kit.speech;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's Responses. */
public final class ResponsesSpeech implements Speech {

    @Override
    public Recording of(Said said) {
        Writing writing = new Writing();
        writing.add(event("response.created").set("response", response("in_progress")));
        writing.add(event("response.in_progress").set("response", response("in_progress")));
        int output = 0;
        if (!said.thoughts().isEmpty()) {
            reasoning(writing, output++, said.thoughts());
        }
        if (!said.pieces().isEmpty()) {
            message(writing, output++, said);
        }
        for (Said.Call call : said.calls()) {
            call(writing, output++, call);
        }
        boolean cut = said.end() == Said.End.LENGTH;
        ObjectNode response = response(cut ? "incomplete" : "completed");
        if (cut) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        }
        if (said.counted()) {
            ObjectNode usage = response.putObject("usage").put("input_tokens", said.input());
            usage.putObject("input_tokens_details").put("cached_tokens", 5);
            usage.put("output_tokens", said.output());
            usage.putObject("output_tokens_details")
                    .put("reasoning_tokens", said.thoughts().size());
            usage.put("total_tokens", said.input() + said.output());
        }
        writing.add(event(cut ? "response.incomplete" : "response.completed").set("response", response));
        return new Recording("text/event-stream; charset=utf-8", writing.frames);
    }

    private static void reasoning(Writing writing, int output, List<String> thoughts) {
        ObjectNode item = Speech.json().put("id", "rs_1").put("type", "reasoning");
        item.putArray("summary");
        writing.add(
                event("response.output_item.added").put("output_index", output).set("item", item));
        writing.add(event("response.reasoning_summary_part.added")
                .put("item_id", "rs_1")
                .put("output_index", output)
                .put("summary_index", 0)
                .set("part", Speech.json().put("type", "summary_text").put("text", "")));
        thoughts.forEach(thought -> writing.add(event("response.reasoning_summary_text.delta")
                .put("item_id", "rs_1")
                .put("output_index", output)
                .put("summary_index", 0)
                .put("delta", thought)));
        ObjectNode done = item.deepCopy();
        done.putArray("summary").addObject().put("type", "summary_text").put("text", String.join("", thoughts));
        done.put("encrypted_content", "gAAAAABscripted==");
        writing.add(
                event("response.output_item.done").put("output_index", output).set("item", done));
    }

    private static void message(Writing writing, int output, Said said) {
        ObjectNode item = Speech.json()
                .put("id", "msg_1")
                .put("type", "message")
                .put("status", "in_progress")
                .put("role", "assistant");
        item.putArray("content");
        writing.add(
                event("response.output_item.added").put("output_index", output).set("item", item));
        boolean refuses = said.end() == Said.End.REFUSAL;
        ObjectNode part = refuses
                ? Speech.json().put("type", "refusal").put("refusal", "")
                : Speech.json().put("type", "output_text").put("text", "");
        if (!refuses) {
            part.putArray("annotations");
            part.putArray("logprobs");
        }
        writing.add(at("response.content_part.added", output).set("part", part));
        said.pieces().forEach(piece -> {
            ObjectNode delta = at(refuses ? "response.refusal.delta" : "response.output_text.delta", output)
                    .put("delta", piece);
            if (!refuses) {
                delta.putArray("logprobs");
            }
            writing.add(delta);
        });
        String whole = String.join("", said.pieces());
        if (refuses) {
            writing.add(at("response.refusal.done", output).put("refusal", whole));
        } else {
            ObjectNode done = at("response.output_text.done", output).put("text", whole);
            done.putArray("logprobs");
            writing.add(done);
        }
        ObjectNode done = item.deepCopy().put("status", "completed");
        done.putArray("content").add(part.deepCopy().put(refuses ? "refusal" : "text", whole));
        writing.add(
                event("response.output_item.done").put("output_index", output).set("item", done));
    }

    private static void call(Writing writing, int output, Said.Call call) {
        ObjectNode item = Speech.json()
                .put("id", "fc_" + output)
                .put("type", "function_call")
                .put("status", "in_progress")
                .put("arguments", "")
                .put("call_id", "call_" + output)
                .put("name", call.tool());
        writing.add(
                event("response.output_item.added").put("output_index", output).set("item", item));
        for (String half : Speech.halves(call.arguments())) {
            writing.add(event("response.function_call_arguments.delta")
                    .put("item_id", "fc_" + output)
                    .put("output_index", output)
                    .put("delta", half));
        }
        writing.add(event("response.function_call_arguments.done")
                .put("item_id", "fc_" + output)
                .put("name", call.tool())
                .put("output_index", output)
                .put("arguments", call.arguments()));
        ObjectNode done = item.deepCopy().put("status", "completed").put("arguments", call.arguments());
        writing.add(
                event("response.output_item.done").put("output_index", output).set("item", done));
    }

    @Override
    public byte[] error() {
        return Speech.named(event("error")
                .put("sequence_number", 9)
                .put("code", "server_error")
                .put("message", "The server had an error while processing your request. Sorry about that!")
                .putNull("param"));
    }

    @Override
    public byte[] ping() {
        return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode event(String type) {
        return Speech.json().put("type", type);
    }

    private static ObjectNode at(String type, int output) {
        return event(type).put("item_id", "msg_1").put("output_index", output).put("content_index", 0);
    }

    private static ObjectNode response(String status) {
        ObjectNode response = Speech.json()
                .put("id", "resp_1")
                .put("object", "response")
                .put("created_at", 1_760_000_000)
                .put("status", status)
                .putNull("error")
                .putNull("incomplete_details")
                .putNull("instructions")
                .putNull("metadata")
                .put("model", MODEL);
        response.putArray("output");
        response.put("parallel_tool_calls", true).put("temperature", 1.0).put("tool_choice", "auto");
        response.putArray("tools");
        return response.put("top_p", 1.0).putNull("usage");
    }

    /** Numbers the events. */
    private static final class Writing {
        private final List<byte[]> frames = new ArrayList<>();

        void add(com.fasterxml.jackson.databind.JsonNode event) {
            ((ObjectNode) event).put("sequence_number", frames.size());
            frames.add(Speech.named(event));
        }
    }
}
