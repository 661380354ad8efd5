package clda.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dialogue as text, which runs as a test:
 *
 * <pre>
 * == a title
 * person: what is said
 *     intent refund_order
 *     slot orderNumber = A-1001
 *     call refund_order {"orderNumber":"A-1001"}
 * clda: what is answered; … stands for any text
 * approved by carol
 * clda: what is answered then
 * approved by alice without a model
 * restart
 * </pre>
 *
 * Of the arguments of a call those that are written have to be as written; lines that begin with {@code #} are remarks.
 *
 * @param steps in the order in which they happen
 */
public record DialogueScript(String title, List<Step> steps) {

    private static final String WITHOUT_A_MODEL = " without a model";

    /** Something that happens. */
    public sealed interface Step {}

    /** @param slots which have to be known after the sentence */
    public record Said(String text, List<String> intents, Map<String, String> slots, List<Call> calls)
            implements Step {}

    public record Call(String tool, String arguments) {}

    public record Answered(String text) implements Step {
        /** Whether it is the answer that was given. */
        public boolean isMetBy(String reply) {
            String pattern = Pattern.quote(text).replace("…", "\\E.*\\Q").replace("⏎", "\\E\\s+\\Q");
            return Pattern.compile(pattern, Pattern.DOTALL).matcher(reply).matches();
        }

        /** One of the answers that meet it. */
        public String example() {
            String example = text.replace("…", "").replace("⏎", "\n");
            return example.isBlank() ? "Well." : example;
        }
    }

    /** @param whoeverProposed whether it is asked for also when a language model proposed it */
    public record Decided(boolean approved, String by, boolean whoeverProposed) implements Step {}

    public record Restarted() implements Step {}

    /** All dialogues of a file. */
    public static List<DialogueScript> read(String file) {
        List<DialogueScript> scripts = new ArrayList<>();
        int number = 0;
        for (String line : file.lines().toList()) {
            number++;
            try {
                read(line, scripts);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("line " + number + ": " + line, e);
            }
        }
        return scripts;
    }

    private static void read(String line, List<DialogueScript> scripts) {
        String words = line.strip();
        if (words.isEmpty() || words.startsWith("#")) {
            return;
        }
        if (words.startsWith("== ")) {
            scripts.add(new DialogueScript(words.substring(3), new ArrayList<>()));
            return;
        }
        List<Step> steps = scripts.getLast().steps();
        String[] two = words.split("\\s+", 2);
        switch (two[0]) {
            case "person:" ->
                steps.add(new Said(unescaped(two[1]), new ArrayList<>(), new TreeMap<>(), new ArrayList<>()));
            case "clda:" -> steps.add(new Answered(two[1]));
            case "intent" -> last(steps).intents().add(two[1]);
            case "slot" -> {
                String[] pair = two[1].split("\\s*=\\s*", 2);
                last(steps).slots().put(pair[0], pair[1]);
            }
            case "call" -> {
                String[] call = two[1].split("\\s+", 2);
                last(steps).calls().add(new Call(call[0], call.length == 1 ? "{}" : call[1]));
            }
            case "approved", "denied" ->
                steps.add(new Decided(
                        two[0].equals("approved"),
                        two[1].replaceFirst("by\\s+", "").replace(WITHOUT_A_MODEL, ""),
                        !two[1].endsWith(WITHOUT_A_MODEL)));
            case "restart" -> steps.add(new Restarted());
            default -> throw new IllegalArgumentException("what is \"" + two[0] + "\"?");
        }
    }

    private static Said last(List<Step> steps) {
        return (Said) steps.getLast();
    }

    /** Characters that no editor keeps are written as in Java. */
    private static String unescaped(String text) {
        return Pattern.compile("\\\\u([0-9A-F]{4})")
                .matcher(text)
                .replaceAll(
                        code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }
}
