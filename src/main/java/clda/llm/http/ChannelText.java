package clda.llm.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in channels, as gpt-oss writes it (harmony): the model thinks in {@code analysis}, calls in {@code commentary} and answers in
 * {@code final}. Marks that are cut in two by pieces are held back.
 */
final class ChannelText {

    private static final Pattern MARK = Pattern.compile("<\\|(start|channel|message|end|call|return|constrain)\\|>");
    private static final Pattern RECIPIENT = Pattern.compile("to=(?:functions\\.)?([\\w.-]+)");
    private static final int LONGEST_MARK = "<|constrain|>".length();
    private static final String MARK_BEGIN = "<|";

    private final Draft draft;
    private final StringBuilder held = new StringBuilder();
    private final StringBuilder header = new StringBuilder();
    private boolean inHeader;
    private Draft.@org.jspecify.annotations.Nullable Call call;
    private boolean thinks;

    ChannelText(Draft draft) {
        this.draft = draft;
    }

    /** Whether text that begins so is written in channels; it may yet become so while it is shorter. */
    static boolean mayBegin(CharSequence text) {
        String begin = text.toString();
        return MARK_BEGIN.startsWith(begin)
                || begin.startsWith("<|channel|>")
                || begin.startsWith("<|start|>")
                || "<|channel|>".startsWith(begin)
                || "<|start|>".startsWith(begin);
    }

    void take(String piece) {
        held.append(piece);
        Matcher mark = MARK.matcher(held);
        int from = 0;
        while (mark.find()) {
            out(held.substring(from, mark.start()));
            mark(mark.group(1));
            from = mark.end();
        }
        held.delete(0, from);
        int possible = held.lastIndexOf("<");
        boolean waits = possible >= 0 && held.length() - possible < LONGEST_MARK;
        int sure = waits ? possible : held.length();
        out(held.substring(0, sure));
        held.delete(0, sure);
    }

    void ends() {
        out(held.toString());
        held.setLength(0);
    }

    private void mark(String name) {
        switch (name) {
            case "start", "channel" -> {
                if (name.equals("start") || !inHeader) {
                    header.setLength(0);
                }
                header.append(' ');
                inHeader = true;
            }
            case "constrain" -> header.append(' ');
            case "message" -> begins();
            default -> {
                call = null;
                thinks = false;
                inHeader = true;
                header.setLength(0);
            }
        }
    }

    private void begins() {
        inHeader = false;
        Matcher recipient = RECIPIENT.matcher(header);
        call = null;
        if (recipient.find()) {
            call = draft.nextCall();
            call.name(recipient.group(1));
        }
        thinks = header.indexOf("analysis") >= 0;
    }

    private void out(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (inHeader) {
            header.append(text);
        } else if (call != null) {
            call.arguments(text);
        } else if (thinks) {
            draft.think(text);
        } else {
            draft.say(text);
        }
    }
}
