package clda.kit.providers;

import clda.kit.speech.Recording;
import clda.kit.speech.Speech;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a server of Chat Completions writes its answers, with what is peculiar to it. */
public final class ProviderShape {

    static final String THOUGHT_OF = "thought-of-";
    static final String OWN_CALL = "asked-by-";
    static final String SIGNATURE = "c2lnbmVk";

    /** One call. */
    public record Call(String tool, String arguments) {}

    private final String preset;
    private final int input;
    private final List<byte[]> frames = new ArrayList<>();

    private ProviderShape(String preset, int input) {
        this.preset = preset;
        this.input = input;
    }

    /**
     * @param input tokens of the request, where it counts them
     * @param calls what it asks for; the arguments are marked as its own
     */
    public static Recording calls(String preset, int input, List<Call> calls) {
        ProviderShape shape = new ProviderShape(preset, input);
        return preset.equals("one-api") ? shape.whole("", calls) : shape.streamed(List.of(), calls);
    }

    public static Recording text(String preset, int input, String text) {
        ProviderShape shape = new ProviderShape(preset, input);
        int middle = text.length() / 2;
        return preset.equals("one-api")
                ? shape.whole(text, List.of())
                : shape.streamed(List.of(text.substring(0, middle), text.substring(middle)), List.of());
    }

    static String marked(String preset, String arguments) {
        return arguments.substring(0, arguments.length() - 1) + ",\"by\":\"" + OWN_CALL + preset + "\"}";
    }

    private boolean is(String... presets) {
        return Set.of(presets).contains(preset);
    }

    private Recording whole(String text, List<Call> calls) {
        ObjectNode answer = head().put("object", "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message =
                choice.putObject("message").put("role", "assistant").put("content", text);
        ArrayNode made = message.putArray("tool_calls");
        for (int i = 0; i < calls.size(); i++) {
            ObjectNode call = made.addObject().put("id", "call_" + i);
            call.putObject("function")
                    .put("name", calls.get(i).tool())
                    .put("arguments", marked(preset, calls.get(i).arguments()));
        }
        choice.put("finish_reason", calls.isEmpty() ? "stop" : "tool_calls");
        answer.putObject("usage")
                .putNull("prompt_tokens")
                .putNull("completion_tokens")
                .putNull("total_tokens");
        return new Recording("application/json", List.of(answer.toPrettyString().getBytes(StandardCharsets.UTF_8)));
    }

    private Recording streamed(List<String> pieces, List<Call> calls) {
        if (is("azure")) {
            ObjectNode filter = Speech.json().put("id", "").put("model", "").put("object", "");
            filter.putArray("choices");
            filter.putArray("prompt_filter_results").addObject().put("prompt_index", 0);
            frames.add(Speech.data(filter));
        }
        if (is("openrouter")) {
            raw(": OPENROUTER PROCESSING\n\n");
        }
        piece(Speech.json().put("role", "assistant").put("content", ""), null);
        thoughts();
        for (String piece : pieces) {
            piece(said(piece), null);
        }
        for (int i = 0; i < calls.size(); i++) {
            call(i, calls.get(i));
        }
        end(calls.isEmpty() || is("gemini") ? "stop" : "tool_calls", !calls.isEmpty());
        return new Recording(is("localai") ? "text/plain" : "text/event-stream", frames);
    }

    private ObjectNode said(String piece) {
        if (!is("mistral")) {
            return Speech.json().put("content", piece);
        }
        ObjectNode delta = Speech.json();
        delta.putArray("content").addObject().put("type", "text").put("text", piece);
        return delta;
    }

    private void thoughts() {
        String first = THOUGHT_OF + preset;
        String then = " and more.";
        switch (preset) {
            case "openai", "azure", "gemini", "lm-studio", "localai", "compatible" -> {
                // They keep what they think to themselves.
            }
            case "mistral" -> {
                ObjectNode delta = Speech.json();
                ObjectNode block = delta.putArray("content").addObject().put("type", "thinking");
                block.putArray("thinking").addObject().put("type", "text").put("text", first + then);
                piece(delta, null);
            }
            case "minimax", "llama-cpp" -> {
                piece(Speech.json().put("content", "<thi"), null);
                piece(Speech.json().put("content", "nk>" + first + then), null);
                piece(Speech.json().put("content", "</think>\n\n"), null);
            }
            case "openrouter" -> {
                piece(detailed(first, false), null);
                piece(detailed(then, true), null);
            }
            case "litellm" -> {
                piece(Speech.json().put("reasoning_content", first).put("reasoning", first), null);
                piece(Speech.json().put("reasoning_content", then).put("reasoning", then), null);
            }
            case "groq", "ollama", "vllm" -> {
                piece(Speech.json().put("reasoning", first), null);
                piece(Speech.json().put("reasoning", then), null);
            }
            default -> {
                piece(Speech.json().put("reasoning_content", first).putNull("content"), null);
                piece(Speech.json().put("reasoning_content", then).putNull("content"), null);
            }
        }
    }

    private static ObjectNode detailed(String text, boolean signed) {
        ObjectNode delta = Speech.json().put("reasoning", text).put("content", "");
        ObjectNode detail = delta.putArray("reasoning_details").addObject();
        detail.put("type", "reasoning.text").put("text", text).put("index", 0);
        if (signed) {
            detail.put("signature", SIGNATURE);
        }
        return delta;
    }

    private void call(int place, Call call) {
        String arguments = marked(preset, call.arguments());
        boolean whole = is("mistral", "gemini", "zhipu", "ollama", "groq", "xai");
        if (whole) {
            ObjectNode made = made(is("gemini", "ollama") ? 0 : place, id(place, call), call.tool());
            if (is("gemini") && place == 0) {
                made.putObject("extra_content").putObject("google").put("thought_signature", SIGNATURE);
            }
            ((ObjectNode) made.path("function")).put("arguments", arguments);
            calls(made);
            return;
        }
        int middle = arguments.length() / 2;
        ObjectNode begun = made(place, id(place, call), call.tool());
        ((ObjectNode) begun.path("function")).put("arguments", "");
        calls(begun);
        for (String half : List.of(arguments.substring(0, middle), arguments.substring(middle))) {
            ObjectNode more = Speech.json();
            if (!is("localai")) {
                more.put("index", place);
            }
            ObjectNode function = more.putObject("function").put("arguments", half);
            if (is("dashscope")) {
                more.put("id", "");
                function.putNull("name");
            } else if (is("lm-studio")) {
                function.put("name", "");
            } else if (is("sglang", "llama-cpp")) {
                more.put("id", id(place, call));
                function.put("name", call.tool());
            }
            calls(more);
        }
        if (is("litellm")) {
            ObjectNode again = made(place, id(place, call), call.tool());
            ((ObjectNode) again.path("function")).put("arguments", arguments);
            calls(again);
        }
    }

    private String id(int place, Call call) {
        return switch (preset) {
            case "mistral" -> "abcDEF12" + place;
            case "moonshot" -> "functions." + call.tool() + ":" + place;
            default -> "call_" + place + "_a-long-id-of-" + preset;
        };
    }

    private static ObjectNode made(int index, String id, String name) {
        ObjectNode call = Speech.json().put("index", index).put("id", id).put("type", "function");
        call.putObject("function").put("name", name);
        return call;
    }

    private void calls(ObjectNode call) {
        ObjectNode delta = Speech.json();
        delta.putArray("tool_calls").add(call);
        piece(delta, null);
    }

    private void end(String reason, boolean calls) {
        if (is("sglang") && !calls) {
            piece(Speech.json().put("content", ""), reason);
        }
        ObjectNode last = piece(Speech.json(), reason, false);
        ObjectNode usage = Speech.json()
                .put("prompt_tokens", input)
                .put("completion_tokens", 5)
                .put("total_tokens", input + 5);
        switch (preset) {
            case "moonshot" -> ((ObjectNode) last.path("choices").path(0)).set("usage", usage);
            case "groq" -> last.putObject("x_groq").set("usage", usage);
            case "deepseek", "zhipu", "gemini", "localai", "xai" -> last.set("usage", usage);
            case "minimax" -> last.putObject("base_resp").put("status_code", 0).put("status_msg", "");
            case "azure" -> ((ObjectNode) last.path("choices").path(0)).remove("delta");
            default -> {
                // It comes apart.
            }
        }
        frames.add(Speech.data(last));
        if (is("openai", "azure", "vllm", "sglang", "openrouter", "dashscope", "litellm", "llama-cpp")) {
            ObjectNode apart = head();
            apart.putArray("choices");
            apart.set("usage", usage);
            frames.add(Speech.data(apart));
        }
        if (!is("lm-studio")) {
            raw("data: [DONE]\n\n");
        }
    }

    private void raw(String text) {
        frames.add(text.getBytes(StandardCharsets.UTF_8));
    }

    private void piece(ObjectNode delta, String finish) {
        frames.add(Speech.data(piece(delta, finish, true)));
    }

    private ObjectNode piece(ObjectNode delta, String finish, boolean counting) {
        ObjectNode piece = head();
        ObjectNode choice = piece.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finish == null && is("localai") ? "" : finish);
        if (counting && is("localai", "xai", "litellm")) {
            ObjectNode usage = piece.putObject("usage").put("prompt_tokens", is("localai") ? 0 : input);
            if (!is("litellm")) {
                usage.put("completion_tokens", is("localai") ? 0 : 1);
            }
        }
        if (is("sglang")) {
            piece.putObject("usage").putObject("prompt_tokens_details").put("cached_tokens", 0);
        }
        return piece;
    }

    private ObjectNode head() {
        ObjectNode head = Speech.json()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_760_000_000)
                .put("model", Speech.MODEL);
        if (is("ollama")) {
            head.put("system_fingerprint", "fp_ollama");
        }
        if (is("llama-cpp")) {
            head.put("system_fingerprint", "b7950-449ec2ab0");
        }
        return head;
    }
}
