package clda.dialogue;

import java.time.Duration;

/**
 * @param whileBusy what happens to a message that arrives while a turn runs
 * @param mostText maximum characters of a message
 * @param mostQueued maximum number of messages that wait in a conversation
 * @param approvalExpiry the time within which an approval has to be given
 * @param mostAttempts how often a turn is resumed after a crash before it ends as interrupted
 */
public record DialogueRules(
        WhileBusy whileBusy, int mostText, int mostQueued, Duration approvalExpiry, int mostAttempts) {

    public static final DialogueRules DEFAULT = new DialogueRules(WhileBusy.queue, 32_000, 20, Duration.ofDays(3), 3);

    public enum WhileBusy {
        queue,
        reject,
        interrupt
    }

    public DialogueRules {
        if (mostText < 1
                || mostQueued < 1
                || approvalExpiry.isNegative()
                || approvalExpiry.isZero()
                || mostAttempts < 1) {
            throw new IllegalArgumentException("the dialogue rules allow nothing");
        }
    }
}
