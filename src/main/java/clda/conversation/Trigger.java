package clda.conversation;

import clda.json.Worded;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What opened a turn, if no person spoke.
 *
 * @param kind what it was
 * @param reference the task, schedule or call; of an event its source and id
 * @param tool the tool that a task or a settled call was of; null for a timer
 * @param arguments those of the call that was settled or that the task was of; the data of an event; null for others
 * @param outcome what came of that call; null for others
 */
public record Trigger(
        Kind kind, String reference, @Nullable String tool, @Nullable JsonNode arguments, @Nullable JsonNode outcome) {

    public enum Kind implements Worded {
        /** A background task has ended. */
        TASK,
        /** The time has come to say something. */
        REMINDER,
        /** The time has come to do what the user asked for. */
        TIMER,
        /** Effects are undone. */
        UNDO,
        /** A person has found out what came of a call. */
        RESOLVED,
        /** A person wants a call to be made once more. */
        AGAIN,
        /** Another system has something to tell. */
        EVENT
    }
}
