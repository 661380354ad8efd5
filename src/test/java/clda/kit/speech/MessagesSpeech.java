package clda.kit.speech;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Anthropic's Messages. */
public final class MessagesSpeech implements Speech {

    @Override
    public Recording of(Said said) {
        List<byte[]> frames = new ArrayList<>();
        ObjectNode message = Speech.json()
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", MODEL);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        if (said.counted()) {
            message.putObject("usage")
                    .put("input_tokens", said.input() - 5)
                    .put("cache_creation_input_tokens", 0)
                    .put("cache_read_input_tokens", 5)
                    .put("output_tokens", 1);
        }
        frames.add(Speech.named(event("message_start").set("message", message)));
        int index = 0;
        if (!said.thoughts().isEmpty()) {
            frames.add(begins(
                    index,
                    Speech.json().put("type", "thinking").put("thinking", "").put("signature", "")));
            int of = index;
            said.thoughts()
                    .forEach(thought -> frames.add(delta(
                            of, Speech.json().put("type", "thinking_delta").put("thinking", thought))));
            frames.add(delta(index, Speech.json().put("type", "signature_delta").put("signature", "EqQBCgIYAhIM")));
            frames.add(stops(index++));
        }
        frames.add(ping());
        if (!said.pieces().isEmpty()) {
            frames.add(begins(index, Speech.json().put("type", "text").put("text", "")));
            int of = index;
            said.pieces()
                    .forEach(piece -> frames.add(
                            delta(of, Speech.json().put("type", "text_delta").put("text", piece))));
            frames.add(stops(index++));
        }
        for (Said.Call call : said.calls()) {
            ObjectNode block = Speech.json()
                    .put("type", "tool_use")
                    .put("id", "toolu_" + index)
                    .put("name", call.tool());
            block.putObject("input");
            frames.add(begins(index, block));
            frames.add(
                    delta(index, Speech.json().put("type", "input_json_delta").put("partial_json", "")));
            for (String half : Speech.halves(call.arguments())) {
                frames.add(delta(
                        index, Speech.json().put("type", "input_json_delta").put("partial_json", half)));
            }
            frames.add(stops(index++));
        }
        ObjectNode end = event("message_delta");
        end.putObject("delta")
                .put(
                        "stop_reason",
                        switch (said.end()) {
                            case LENGTH -> "max_tokens";
                            case REFUSAL -> "refusal";
                            case STOP -> said.calls().isEmpty() ? "end_turn" : "tool_use";
                        })
                .putNull("stop_sequence");
        if (said.counted()) {
            end.putObject("usage").put("output_tokens", said.output());
        }
        frames.add(Speech.named(end));
        frames.add(Speech.named(event("message_stop")));
        return new Recording("text/event-stream; charset=utf-8", frames);
    }

    @Override
    public byte[] error() {
        ObjectNode error = event("error");
        error.putObject("error").put("type", "overloaded_error").put("message", "Overloaded");
        return Speech.named(error);
    }

    @Override
    public byte[] ping() {
        return Speech.named(event("ping"));
    }

    private static ObjectNode event(String type) {
        return Speech.json().put("type", type);
    }

    private static byte[] begins(int index, ObjectNode block) {
        return Speech.named(event("content_block_start").put("index", index).set("content_block", block));
    }

    private static byte[] delta(int index, ObjectNode delta) {
        return Speech.named(event("content_block_delta").put("index", index).set("delta", delta));
    }

    private static byte[] stops(int index) {
        return Speech.named(event("content_block_stop").put("index", index));
    }
}
