package clda.dialogue;

import clda.json.Worded;
import java.time.Duration;

/**
 * @param whileBusy what happens to a message that arrives while a turn runs
 * @param maxText maximum characters of a message
 * @param maxQueued maximum number of messages that wait in a conversation
 * @param approvalExpiry the time within which an approval has to be given
 * @param maxAttempts how often a turn is resumed after a crash before it ends as interrupted
 */
public record DialogueRules(WhileBusy whileBusy, int maxText, int maxQueued, Duration approvalExpiry, int maxAttempts) {

    public static final DialogueRules DEFAULT = new DialogueRules(WhileBusy.QUEUE, 32_000, 20, Duration.ofDays(3), 3);

    public enum WhileBusy implements Worded {
        QUEUE,
        REJECT,
        INTERRUPT
    }

    public DialogueRules {
        if (maxText < 1 || maxQueued < 1 || approvalExpiry.isNegative() || approvalExpiry.isZero() || maxAttempts < 1) {
            throw new IllegalArgumentException("the dialogue rules allow nothing");
        }
    }

    /** @throws Refused if nobody may say the text */
    void checkText(String text) {
        if (text.isBlank()) {
            throw new Refused(Refused.Kind.INVALID, "The text is empty.");
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new Refused(Refused.Kind.INVALID, "The text contains an unpaired surrogate.");
        }
        if (text.length() > maxText) {
            throw new Refused(
                    Refused.Kind.TOO_LONG,
                    "The text has " + text.length() + " characters; the maximum is " + maxText + ".");
        }
    }
}
