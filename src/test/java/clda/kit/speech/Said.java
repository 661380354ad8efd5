package clda.kit.speech;

import java.util.ArrayList;
import java.util.List;

/** What a model says, whatever the provider's words for it. */
public record Said(
        List<String> thoughts, List<String> pieces, List<Call> calls, End end, int input, int output, boolean counted) {

    public enum End {
        STOP,
        LENGTH,
        REFUSAL
    }

    public record Call(String tool, String arguments) {}

    public static Said text(String... pieces) {
        return new Said(List.of(), List.of(pieces), List.of(), End.STOP, 20, pieces.length, true);
    }

    public static Said calls(String... toolsAndArguments) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < toolsAndArguments.length; i += 2) {
            calls.add(new Call(toolsAndArguments[i], toolsAndArguments[i + 1]));
        }
        return new Said(List.of(), List.of(), calls, End.STOP, 20, 8, true);
    }

    public Said afterThinking(String... thoughts) {
        return new Said(List.of(thoughts), pieces, calls, end, input, output, counted);
    }

    public Said withText(String... pieces) {
        return new Said(thoughts, List.of(pieces), calls, end, input, output, counted);
    }

    public Said endingWith(End other) {
        return new Said(thoughts, pieces, calls, other, input, output, counted);
    }

    public Said counting(int input, int output) {
        return new Said(thoughts, pieces, calls, end, input, output, true);
    }

    public Said uncounted() {
        return new Said(thoughts, pieces, calls, end, input, output, false);
    }
}
