package clda.kit.speech;

import clda.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Ollama's chat. It has no refusals, and no ids for calls. */
public final class OllamaSpeech implements Speech {

    @Override
    public Recording of(Said said) {
        List<byte[]> frames = new ArrayList<>();
        said.thoughts().forEach(thought -> frames.add(line(message("").put("thinking", thought))));
        said.pieces().forEach(piece -> frames.add(line(message(piece))));
        for (Said.Call call : said.calls()) {
            ObjectNode message = message("");
            ObjectNode function = message.putArray("tool_calls").addObject().putObject("function");
            function.put("name", call.tool());
            try {
                Json.MAPPER
                        .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readTree(call.arguments());
                function.putRawValue("arguments", new RawValue(call.arguments()));
            } catch (JsonProcessingException e) {
                function.put("arguments", call.arguments());
            }
            frames.add(line(message));
        }
        ObjectNode last = head().put("done", true);
        last.set("message", message(""));
        last.put("done_reason", said.end() == Said.End.LENGTH ? "length" : "stop")
                .put("total_duration", 4_883_583_458L)
                .put("load_duration", 1_334_875L);
        if (said.counted()) {
            last.put("prompt_eval_count", said.input()).put("eval_count", said.output());
        }
        last.put("eval_duration", 4_535_599_000L);
        frames.add(bytes(last));
        return new Recording("application/x-ndjson", frames);
    }

    @Override
    public byte[] error() {
        return bytes(Speech.json().put("error", "an error was encountered while running the model"));
    }

    @Override
    public byte[] ping() {
        return "\n".getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode message(String content) {
        return Speech.json().put("role", "assistant").put("content", content);
    }

    private static byte[] line(ObjectNode message) {
        ObjectNode line = head();
        line.set("message", message);
        return bytes(line.put("done", false));
    }

    private static ObjectNode head() {
        return Speech.json().put("model", MODEL).put("created_at", "2026-01-05T19:22:45.499127Z");
    }

    private static byte[] bytes(ObjectNode line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
