package clda.skills;

import clda.conversation.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the frames of a conversation when one of them is done, or the talk turns to something else. */
final class FrameStack {

    private FrameStack() {}

    /** The frames about other things than this intent. A choice between meanings is not kept: it is asked for only once. */
    static List<Frame> without(@Nullable String intent, List<Frame> frames) {
        return frames.stream()
                .filter(frame -> !frame.intent().equals(intent) && !ChoiceRules.isChoice(frame))
                .toList();
    }

    /** The frames after a reply that does not answer the question of the last frame. */
    static List<Frame> aside(List<Frame> frames) {
        if (frames.isEmpty()) {
            return frames;
        }
        List<Frame> next = new ArrayList<>(frames);
        next.add(next.removeLast().aside());
        return next;
    }

    /** The frames with one more, whose question is asked next. */
    static List<Frame> with(Frame top, List<Frame> below) {
        List<Frame> frames = new ArrayList<>(below);
        frames.add(top);
        return frames;
    }
}
