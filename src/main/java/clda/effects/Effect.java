package clda.effects;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger.
 *
 * @param key made by the runtime from the place of the call, never from what a model says
 * @param argumentsHash SHA-256 of the canonical arguments, in hexadecimal
 * @param undoes the key of the effect that it undoes; null if it undoes none
 * @param sentAt when it was first sent; null before that
 * @param epoch which start of the engine sent it; 0 before that
 */
public record Effect(
        String key,
        String tenant,
        String conversationId,
        String turnId,
        String callId,
        String tool,
        EffectClass effectClass,
        String argumentsHash,
        State state,
        @Nullable String undoes,
        long epoch,
        @Nullable Instant sentAt,
        Instant changedAt) {

    /** {@code INTENT → DISPATCHED → DONE | FAILED | UNKNOWN}; a person may turn UNKNOWN into DONE or FAILED. */
    public enum State {
        INTENT,
        DISPATCHED,
        DONE,
        FAILED,
        UNKNOWN
    }
}
