package clda.conversation;

import org.jspecify.annotations.Nullable;

/**
 * What calls of a tool may come to together without someone's approval.
 *
 * @param of the argument that is added up; null for the number of calls
 * @param most its maximum, a decimal number
 * @param per {@code turn}, {@code conversation}, {@code person}, {@code argument} or {@code tenant}
 * @param argument the one whose value the calls have in common; null for others
 * @param within how long a call counts, as ISO 8601; null for ever
 * @param detail the same in an English sentence
 */
public record SumLimit(
        @Nullable String of,
        String most,
        String per,
        @Nullable String argument,
        @Nullable String within,
        String detail) {}
