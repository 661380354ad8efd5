package clda.dialogue;

import clda.conversation.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan that opens a turn at its time.
 *
 * @param number the number by which the user refers to it; the schedules of a conversation are numbered from 1
 * @param what what the user wants to be reminded of, or to have done, in the user's words
 * @param doing true to have it done, false to be reminded of it
 * @param repetition null if it is due only once
 * @param next when it is due next
 * @param untrusted whether text written by others may have caused it; null if that was not recorded when it was created
 */
public record Schedule(
        String id,
        String tenant,
        String conversationId,
        int number,
        Requester by,
        String what,
        boolean doing,
        @Nullable Repetition repetition,
        Instant next,
        @Nullable Boolean untrusted) {}
