package clda.campaign;

import clda.kit.speech.ChatCompletionsSpeech;
import clda.kit.speech.MessagesSpeech;
import clda.kit.speech.OllamaSpeech;
import clda.kit.speech.Recording;
import clda.kit.speech.Speech;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The same answers in other forms that servers have for them. */
final class Shapes {

    private Shapes() {}

    static Recording replaced(Recording good, UnaryOperator<String> by) {
        return good.with(good.frames().stream()
                .map(frame ->
                        by.apply(new String(frame, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** Up to what ends the answer, without the line that ends that. */
    static int lengthWithoutEnd(Recording good) {
        String all = new String(good.bytes(), StandardCharsets.UTF_8);
        int done = all.indexOf("data: [DONE]");
        String needed = (done < 0 ? all : all.substring(0, done)).stripTrailing();
        return needed.getBytes(StandardCharsets.UTF_8).length;
    }

    static Recording withUnknownPieces(Recording good, Speech speech, Random random) {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] frame : good.frames()) {
            if (random.nextBoolean()) {
                frames.add(unknown(speech));
            }
            frames.add(frame);
        }
        return good.with(frames);
    }

    private static byte[] unknown(Speech speech) {
        return switch (speech) {
            case OllamaSpeech ollama ->
                "{\"model\":\"m\",\"new_thing\":1,\"done\":false}\n".getBytes(StandardCharsets.UTF_8);
            case ChatCompletionsSpeech chat -> Speech.data(Speech.json().put("object", "new_thing"));
            default -> Speech.named(Speech.json().put("type", "new_thing"));
        };
    }

    static boolean hidesThoughts(Speech speech) {
        return speech instanceof ChatCompletionsSpeech || speech instanceof OllamaSpeech;
    }

    static Recording atOnce(Speech speech, String text) {
        if (speech instanceof OllamaSpeech) {
            ObjectNode line =
                    Speech.json().put("model", Speech.MODEL).put("done", true).put("done_reason", "stop");
            line.putObject("message").put("role", "assistant").put("content", text);
            return json(line);
        }
        ObjectNode answer = Speech.json().put("model", Speech.MODEL);
        switch (speech) {
            case ChatCompletionsSpeech chat -> {
                ObjectNode choice = answer.put("object", "chat.completion")
                        .putArray("choices")
                        .addObject()
                        .put("index", 0)
                        .put("finish_reason", "stop");
                choice.putObject("message").put("role", "assistant").put("content", text);
            }
            case MessagesSpeech messages -> {
                answer.put("type", "message").put("stop_reason", "end_turn");
                answer.putArray("content").addObject().put("type", "text").put("text", text);
                answer.putObject("usage").put("input_tokens", 3).put("output_tokens", 4);
            }
            default -> {
                answer.put("object", "response").put("status", "completed");
                ObjectNode message = answer.putArray("output").addObject().put("type", "message");
                message.putArray("content")
                        .addObject()
                        .put("type", "output_text")
                        .put("text", text);
            }
        }
        return json(answer);
    }

    private static Recording json(ObjectNode answer) {
        return new Recording("application/json", List.of((answer + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
