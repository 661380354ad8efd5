package clda.conversation;

import clda.conversation.TurnEvent.IntentRecognized;
import clda.conversation.TurnEvent.TurnCompleted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the dialogue: what later sentences may answer or refer to.
 *
 * @param frames the user's unfinished requests; the last has the open question, those before it are paused
 * @param mentioned the latest value of every slot, by slot name
 * @param done the intent that was last carried out for the user; null if there was none
 * @param current the intent of this turn; null if it is not known yet
 * @param waiting the intents of other turns that wait for approval
 */
public record DialogueState(
        List<Frame> frames,
        Map<String, SlotValue> mentioned,
        @Nullable IntentRecognized done,
        @Nullable IntentRecognized current,
        List<IntentRecognized> waiting) {

    /** The state of a conversation in which nothing was said. */
    public static final DialogueState NEW = new DialogueState(List.of(), Map.of(), null, null);

    public DialogueState {
        frames = List.copyOf(frames);
        mentioned = Map.copyOf(mentioned);
        waiting = waiting == null ? List.of() : List.copyOf(waiting);
    }

    public DialogueState(
            List<Frame> frames,
            Map<String, SlotValue> mentioned,
            @Nullable IntentRecognized done,
            @Nullable IntentRecognized current) {
        this(frames, mentioned, done, current, List.of());
    }

    /** The state for a step of a turn. A turn opened by a trigger answers no question, so it has no frames. */
    DialogueState within(Turn turn, List<IntentRecognized> waiting) {
        return new DialogueState(turn.trigger() == null ? frames : List.of(), mentioned, done, turn.intent(), waiting);
    }

    /** The state after a completed turn. */
    DialogueState after(Turn turn, TurnCompleted completed) {
        List<Frame> next = new ArrayList<>(turn.trigger() == null ? List.of() : frames);
        if (completed.paused() != null) {
            next.addAll(completed.paused());
        }
        if (completed.awaiting() != null) {
            next.add(completed.awaiting());
        }
        IntentRecognized about = turn.intent();
        if (about == null) {
            return new DialogueState(next, mentioned, done, null);
        }
        Map<String, SlotValue> all = new HashMap<>(mentioned);
        all.putAll(about.slots());
        return new DialogueState(next, all, turn.calls().isEmpty() ? done : about, null);
    }

    /** The last question, if it has not been answered. */
    public Optional<Frame> asked() {
        return frames.isEmpty() ? Optional.empty() : Optional.of(frames.getLast());
    }
}
