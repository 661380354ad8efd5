package clda.tools;

import clda.security.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The context of a tool call: for whom it acts, and the key under which the remote system may recognise the effect.
 *
 * @param effectKey the same for every attempt at the same call, another for every other call
 * @param tainted whether text written by others may have caused the call: if so, whatever the tool stores has to be marked in
 *     the same way
 * @param progress reports how far the work has come
 * @param foreign reports that the result holds text written by others
 */
public record ToolContext(
        Caller caller,
        String conversationId,
        String turnId,
        String callId,
        String effectKey,
        boolean tainted,
        Progress progress,
        Foreign foreign) {

    /** Shows a person how far the work has come. May be called as often as the tool likes. */
    @FunctionalInterface
    public interface Progress {
        /** @param percent 0 to 100 */
        void at(int percent, @Nullable String note);
    }

    /**
     * Marks the result of this call as holding text written by others; results of a tool declared as {@code untrusted} are
     * always marked.
     */
    @FunctionalInterface
    public interface Foreign {
        void isInTheResult();
    }
}
