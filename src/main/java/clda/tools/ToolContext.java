package clda.tools;

import clda.security.Caller;
import org.jspecify.annotations.Nullable;

/**
 * For whom a tool acts, and the key under which the other side may recognise the effect.
 *
 * @param effectKey the same for every attempt at the same call, another for every other call
 * @param progress where to say how far the work has come
 */
public record ToolContext(
        Caller caller, String conversationId, String turnId, String callId, String effectKey, Progress progress) {

    /** Shows a person how far the work has come. May be told as often as the tool likes. */
    @FunctionalInterface
    public interface Progress {
        /** @param percent 0 to 100 */
        void at(int percent, @Nullable String note);
    }
}
