package clda.llm.http;

import clda.llm.ModelFailure;
import clda.llm.ModelFailure.Reason;
import clda.llm.preset.Preset;
import clda.llm.preset.Preset.Tags;
import java.util.List;

/**
 * Text in which reasoning and calls are enclosed by marks, as servers send it that pass on the model's own writing. Pieces may
 * end in the middle of a mark: what might become one is held back.
 */
public final class MarkedText {

    private enum Where {
        /** Nothing was said yet: thoughts may begin. */
        START,
        THOUGHT,
        TEXT,
        CALL
    }

    private final List<Tags> thoughts;
    private final List<Tags> calls;
    private final Draft draft;
    private final StringBuilder held = new StringBuilder();
    private final boolean told;
    private Where where;
    private String end = "";
    /** Whether spaces are left out until something else comes: those after a thought or a call. */
    private boolean skipsSpace;

    private boolean thinksAtOnce;

    /**
     * @param told whether thoughts come in fields of their own besides: then those in the text are the same
     */
    MarkedText(Preset.Answer how, Draft draft, boolean told) {
        this.thoughts = how.thoughtTags();
        this.calls = how.callTags();
        this.draft = draft;
        this.told = told;
        this.where = thoughts.isEmpty() ? Where.TEXT : Where.START;
        this.thinksAtOnce = how.thinksFromTheStart() && !thoughts.isEmpty();
    }

    void take(String piece) {
        if (where == Where.TEXT && held.isEmpty() && !skipsSpace && !mayHoldCall(piece)) {
            draft.say(piece);
            return;
        }
        held.append(piece);
        boolean goesOn = true;
        while (goesOn && !held.isEmpty()) {
            goesOn = switch (where) {
                case START -> start();
                case THOUGHT -> thought();
                case TEXT -> text();
                case CALL -> call();
            };
        }
    }

    /** No piece follows: what was held back is taken as it is. */
    void ends() {
        if (where == Where.CALL) {
            CallText.read(held.toString(), draft);
        } else if (where == Where.THOUGHT) {
            think(held.toString());
        } else {
            draft.say(held.toString());
        }
        held.setLength(0);
    }

    private boolean start() {
        int from = spaces();
        if (from == held.length()) {
            return false;
        }
        for (Tags tags : thoughts) {
            int matching = matching(tags.begin(), from);
            if (matching == tags.begin().length()) {
                held.delete(0, from + matching);
                thinksAtOnce = false;
                enters(Where.THOUGHT, tags.end());
                return true;
            }
            if (from + matching == held.length()) {
                return false;
            }
        }
        enters(thinksAtOnce ? Where.THOUGHT : Where.TEXT, thinksAtOnce ? firstEnd() : "");
        thinksAtOnce = false;
        return true;
    }

    private String firstEnd() {
        return thoughts.getFirst().end();
    }

    private boolean mayHoldCall(String piece) {
        for (Tags tags : calls) {
            if (piece.indexOf(tags.begin().charAt(0)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private boolean thought() {
        int at = held.indexOf(end);
        if (at < 0) {
            int sure = held.length() - begun(end);
            think(held.substring(0, sure));
            held.delete(0, sure);
            return false;
        }
        think(held.substring(0, at));
        held.delete(0, at + end.length());
        enters(Where.START, "");
        skipsSpace = true;
        return true;
    }

    private boolean text() {
        if (skipsSpace) {
            held.delete(0, spaces());
            skipsSpace = held.isEmpty();
            if (skipsSpace) {
                return false;
            }
        }
        int first = held.length();
        Tags opened = null;
        int possible = 0;
        for (Tags tags : calls) {
            int at = held.indexOf(tags.begin());
            if (at >= 0 && at < first) {
                first = at;
                opened = tags;
            }
            possible = Math.max(possible, begun(tags.begin()));
        }
        if (opened == null) {
            int sure = held.length() - possible;
            draft.say(held.substring(0, sure));
            held.delete(0, sure);
            return false;
        }
        draft.say(held.substring(0, first));
        held.delete(0, first + opened.begin().length());
        enters(Where.CALL, opened.end());
        return true;
    }

    private boolean call() {
        int at = end.isEmpty() ? -1 : held.indexOf(end);
        if (at < 0) {
            if (held.length() > Draft.MAX_ARGUMENTS) {
                throw new ModelFailure(Reason.BROKEN, "the answer does not end");
            }
            return false;
        }
        CallText.read(held.substring(0, at), draft);
        held.delete(0, at + end.length());
        enters(Where.TEXT, "");
        skipsSpace = true;
        return true;
    }

    private void enters(Where next, String until) {
        where = next;
        end = until;
    }

    private void think(String piece) {
        if (!told && !piece.isEmpty()) {
            draft.think(piece);
        }
    }

    private int spaces() {
        int from = 0;
        while (from < held.length() && Character.isWhitespace(held.charAt(from))) {
            from++;
        }
        return from;
    }

    /** The number of characters of the mark that match at this position. */
    private int matching(String mark, int from) {
        int length = 0;
        while (length < mark.length()
                && from + length < held.length()
                && held.charAt(from + length) == mark.charAt(length)) {
            length++;
        }
        return length;
    }

    /** The number of characters of the mark at the end of the text. */
    private int begun(String mark) {
        for (int length = Math.min(mark.length() - 1, held.length()); length > 0; length--) {
            if (matching(mark, held.length() - length) == length) {
                return length;
            }
        }
        return 0;
    }
}
