package clda.conversation;

import clda.conversation.CallEvent.ApprovalDecided;
import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnFailed;
import clda.conversation.TurnEvent.TurnStarted;
import java.util.List;
import java.util.TreeMap;

/**
 * A conversation as a test: who said what, how it was understood, which tools were called with which arguments, and the
 * answers. Values that differ from run to run, such as a refund number, must be replaced by {@code …} by hand.
 */
public final class DialogueText {

    private DialogueText() {}

    /** @param events the events of a conversation, starting with its first */
    public static String of(String title, List<RecordedEvent> events) {
        StringBuilder text = new StringBuilder("== ").append(line(title)).append('\n');
        text.append("# An AI system answered; ")
                .append(DigitalSource.RULES.uri().replaceFirst("[^/]*$", ""))
                .append('\n');
        for (RecordedEvent recorded : events) {
            switch (recorded.event()) {
                case TurnStarted started ->
                    text.append(started.trigger() == null ? "person: " : "# nobody said: ")
                            .append(escaped(started.text()))
                            .append('\n');
                case IntentRecognized intent -> {
                    text.append("    intent ").append(intent.intent()).append('\n');
                    new TreeMap<>(intent.slots()).forEach((name, slot) -> text.append("    slot ")
                            .append(name)
                            .append(" = ")
                            .append(line(slot.value()))
                            .append('\n'));
                }
                case ToolRequested asked ->
                    text.append("    call ")
                            .append(asked.tool())
                            .append(' ')
                            .append(asked.arguments())
                            .append('\n');
                case ApprovalDecided decided ->
                    text.append(decided.decision() == Decision.APPROVE ? "approved by " : "denied by ")
                            .append(decided.by())
                            .append('\n');
                case TurnCompleted completed ->
                    text.append("clda: ").append(answer(completed.reply())).append('\n');
                case TurnFailed failed ->
                    text.append("# failed: ").append(failed.problem().title()).append('\n');
                default -> {
                    // Other events are not part of a dialogue.
                }
            }
        }
        return text.toString();
    }

    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String answer(String reply) {
        return reply.strip().replaceAll("[ \\t]*\\R\\s*", "⏎");
    }

    /** Writes control and format characters, which editors do not keep, as Java escapes. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            boolean kept =
                    c >= ' ' && Character.getType(c) != Character.FORMAT && Character.getType(c) != Character.CONTROL;
            escaped.append(kept ? String.valueOf((char) c) : String.format("\\u%04X", c));
        });
        return escaped.toString();
    }
}
