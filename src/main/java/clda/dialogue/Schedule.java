package clda.dialogue;

import clda.conversation.ConversationEvent.Requester;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A plan that opens a turn at its time.
 *
 * @param number by which the user calls it: counts the schedules of a conversation from 1
 * @param what the user wants to be reminded of, or to have done, in the user's words
 * @param doing whether it is to be done rather than said
 * @param repetition null for once
 * @param next when it comes next
 * @param untrusted whether text written by others may have caused it; null if that was not noted when it was made
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
