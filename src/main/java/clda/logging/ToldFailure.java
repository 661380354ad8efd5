package clda.logging;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** An exception as text: types and places of all causes, and those messages that may be told. */
final class ToldFailure {

    private static final int MAX_FRAMES = 100;
    private static final int MAX_CAUSES = 20;
    private static final int MAX_LENGTH = 65_536;

    private final StringBuilder text = new StringBuilder();
    private final Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());

    private ToldFailure() {}

    /** Without a line break at its end. */
    static String of(Throwable thrown) {
        ToldFailure failure = new ToldFailure();
        failure.tell(thrown, "", "", new StackTraceElement[0]);
        StringBuilder text = failure.text;
        if (text.length() > MAX_LENGTH) {
            int left = text.length() - MAX_LENGTH;
            text.setLength(MAX_LENGTH);
            text.append("\n… ").append(left).append(" characters left out");
        }
        return text.toString();
    }

    /** The first line of it. */
    static String headline(Throwable thrown) {
        String message = ToldMessage.of(thrown);
        String type = thrown.getClass().getName();
        return message == null || message.isEmpty() ? type : type + ": " + LineText.indented(message);
    }

    private void tell(Throwable thrown, String indent, String caption, StackTraceElement[] enclosing) {
        text.append(indent).append(caption);
        if (!told.add(thrown) || told.size() > MAX_CAUSES) {
            text.append(thrown.getClass().getName()).append(" (see above)");
            return;
        }
        text.append(headline(thrown));
        StackTraceElement[] stack = thrown.getStackTrace();
        int common = common(stack, enclosing);
        int shown = Math.min(stack.length - common, MAX_FRAMES);
        for (int frame = 0; frame < shown; frame++) {
            text.append('\n').append(indent).append("\tat ").append(stack[frame]);
        }
        if (shown < stack.length) {
            text.append('\n')
                    .append(indent)
                    .append("\t... ")
                    .append(stack.length - shown)
                    .append(" more");
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            text.append('\n');
            tell(suppressed, indent + "\t", "Suppressed: ", stack);
        }
        Throwable cause = thrown.getCause();
        if (cause != null) {
            text.append('\n');
            tell(cause, indent, "Caused by: ", stack);
        }
    }

    /** How many frames at the end are the same. */
    private static int common(StackTraceElement[] stack, StackTraceElement[] enclosing) {
        int same = 0;
        while (same < stack.length
                && same < enclosing.length
                && stack[stack.length - 1 - same].equals(enclosing[enclosing.length - 1 - same])) {
            same++;
        }
        return same;
    }
}
