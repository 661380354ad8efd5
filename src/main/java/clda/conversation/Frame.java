package clda.conversation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An intent whose slots are being collected.
 *
 * @param intent the name of the intent
 * @param slots what is known, by the name of the slot
 * @param missing the names of the slots that are not known
 * @param confirming nothing is missing, and the user is asked whether to do it; null if not
 * @param misses how many answers in a row were none; null for none
 * @param doubtful what was said is not clear, so that the user is asked before it is done; null if it is
 * @param asides how many answers in a row were to something else; null for none
 */
public record Frame(
        String intent,
        Map<String, SlotValue> slots,
        List<String> missing,
        @Nullable Boolean confirming,
        @Nullable Integer misses,
        @Nullable Boolean doubtful,
        @Nullable Integer asides) {
    public Frame {
        slots = Map.copyOf(slots);
        missing = List.copyOf(missing);
    }

    public Frame(String intent, Map<String, SlotValue> slots, List<String> missing) {
        this(intent, slots, missing, null, null);
    }

    public Frame(
            String intent,
            Map<String, SlotValue> slots,
            List<String> missing,
            @Nullable Boolean confirming,
            @Nullable Integer misses) {
        this(intent, slots, missing, confirming, misses, null);
    }

    public Frame(
            String intent,
            Map<String, SlotValue> slots,
            List<String> missing,
            @Nullable Boolean confirming,
            @Nullable Integer misses,
            @Nullable Boolean doubtful) {
        this(intent, slots, missing, confirming, misses, doubtful, null);
    }

    /** After one more answer to something else. */
    public Frame aside() {
        return new Frame(intent, slots, missing, confirming, misses, doubtful, asides == null ? 1 : asides + 1);
    }

    /** Whether the question was asked once more already: it stays open, and is not asked again unless the user comes back to it. */
    public boolean rests() {
        return asides != null && asides > 1;
    }

    public boolean leavesDoubt() {
        return Boolean.TRUE.equals(doubtful);
    }

    public boolean asksWhether() {
        return Boolean.TRUE.equals(confirming);
    }
}
