package clda.llm.http;

import clda.llm.preset.Preset;
import org.jspecify.annotations.Nullable;

/** The text of an answer, without the reasoning and calls that, according to the preset, are embedded in it. */
public final class SpokenText {

    private final Preset.Answer how;
    private final Draft draft;
    private final StringBuilder begin = new StringBuilder();
    private boolean plain;
    private @Nullable ChannelText channels;
    private @Nullable MarkedText marks;

    public SpokenText(Preset.Answer how, Draft draft) {
        this.how = how;
        this.draft = draft;
        this.plain = how.thoughtTags().isEmpty() && how.callTags().isEmpty() && !how.channels();
    }

    public void take(String piece) {
        if (plain) {
            draft.say(piece);
        } else if (channels != null) {
            channels.take(piece);
        } else if (marks != null) {
            marks.take(piece);
        } else {
            begins(piece);
        }
    }

    /** What was held back is said. To be told when the provider says how the answer ends; more text may follow all the same. */
    public void ends() {
        if (channels != null) {
            channels.ends();
        } else if (marks != null) {
            marks.ends();
        } else if (!begin.isEmpty()) {
            draft.say(begin.toString());
            begin.setLength(0);
        }
    }

    private void begins(String piece) {
        begin.append(piece);
        String text = begin.toString();
        if (text.isEmpty() || how.channels() && ChannelText.mayBegin(text) && !text.contains("|>")) {
            return;
        }
        begin.setLength(0);
        if (how.channels() && ChannelText.mayBegin(text)) {
            channels = new ChannelText(draft);
            channels.take(text);
        } else if (how.thoughtTags().isEmpty() && how.callTags().isEmpty()) {
            plain = true;
            draft.say(text);
        } else {
            marks = new MarkedText(how, draft, draft.hasThought());
            marks.take(text);
        }
    }
}
