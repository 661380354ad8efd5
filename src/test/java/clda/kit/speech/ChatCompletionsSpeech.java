package clda.kit.speech;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** OpenAI's Chat Completions, and what thinks in {@code reasoning_content} as DeepSeek's and vLLM's servers do. */
public final class ChatCompletionsSpeech implements Speech {

    @Override
    public Recording of(Said said) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(
                chunk(Speech.json().put("role", "assistant").put("content", "").putNull("refusal"), null));
        said.thoughts().forEach(thought -> frames.add(chunk(Speech.json().put("reasoning_content", thought), null)));
        String field = said.end() == Said.End.REFUSAL ? "refusal" : "content";
        said.pieces().forEach(piece -> frames.add(chunk(Speech.json().put(field, piece), null)));
        for (int i = 0; i < said.calls().size(); i++) {
            Said.Call call = said.calls().get(i);
            ObjectNode delta = Speech.json();
            ObjectNode begun = delta.putArray("tool_calls").addObject();
            begun.put("index", i).put("id", "call_" + i).put("type", "function");
            begun.putObject("function").put("name", call.tool()).put("arguments", "");
            frames.add(chunk(delta, null));
            for (String half : Speech.halves(call.arguments())) {
                ObjectNode more = Speech.json();
                more.putArray("tool_calls")
                        .addObject()
                        .put("index", i)
                        .putObject("function")
                        .put("arguments", half);
                frames.add(chunk(more, null));
            }
        }
        frames.add(chunk(
                Speech.json(),
                said.end() == Said.End.LENGTH ? "length" : said.calls().isEmpty() ? "stop" : "tool_calls"));
        if (said.counted()) {
            ObjectNode usage = head();
            usage.putArray("choices");
            ObjectNode counts = usage.putObject("usage")
                    .put("prompt_tokens", said.input())
                    .put("completion_tokens", said.output())
                    .put("total_tokens", said.input() + said.output());
            counts.putObject("prompt_tokens_details").put("cached_tokens", 5).put("audio_tokens", 0);
            counts.putObject("completion_tokens_details")
                    .put("reasoning_tokens", said.thoughts().size());
            frames.add(Speech.data(usage));
        }
        frames.add("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        return new Recording("text/event-stream; charset=utf-8", frames);
    }

    @Override
    public byte[] error() {
        ObjectNode error = Speech.json();
        error.putObject("error")
                .put("message", "The server had an error while processing your request. Sorry about that!")
                .put("type", "server_error")
                .putNull("param")
                .putNull("code");
        return Speech.data(error);
    }

    @Override
    public byte[] ping() {
        return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] chunk(ObjectNode delta, String finish) {
        ObjectNode chunk = head();
        ObjectNode choice = chunk.putArray("choices").addObject();
        choice.put("index", 0).set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finish);
        chunk.putNull("usage");
        return Speech.data(chunk);
    }

    private static ObjectNode head() {
        return Speech.json()
                .put("id", "chatcmpl-CLDAtest0001")
                .put("object", "chat.completion.chunk")
                .put("created", 1_760_000_000)
                .put("model", MODEL)
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_0001");
    }
}
