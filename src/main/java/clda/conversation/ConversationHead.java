package clda.conversation;

import clda.store.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a conversation, and what a list of conversations shows.
 *
 * @param updatedAt when something last happened in it
 * @param lastSeq the number of the last event when this was read, to detect a truncated log; −1 if the row is damaged
 * @param state the state of the turn that has the lane, {@code idle} if none has it, or {@code damaged}
 * @param turns how many turns have begun
 * @param unread whether there is an answer or a question that the owner has not been shown
 * @param canaryOf the release in whose canary arm it was begun; null if it is of the stable arm
 */
public record ConversationHead(
        String id,
        String tenant,
        String owner,
        @Nullable String title,
        boolean archived,
        Instant createdAt,
        Instant updatedAt,
        long lastSeq,
        String state,
        int turns,
        boolean unread,
        @Nullable Long canaryOf) {

    private static final long LOST = -1;
    private static final String DAMAGED = "damaged";

    /** The head of a conversation without events. */
    public static ConversationHead begun(String id, String tenant, String owner, @Nullable String title, Instant at) {
        return begun(id, tenant, owner, title, at, null);
    }

    /** The same, begun in an arm. */
    static ConversationHead begun(
            String id, String tenant, String owner, @Nullable String title, Instant at, @Nullable Long canaryOf) {
        return new ConversationHead(id, tenant, owner, title, false, at, at, 0, Lane.IDLE, 0, false, canaryOf);
    }

    /** A copy marked as damaged, for a row that was changed outside the server. */
    public ConversationHead asDamaged() {
        return new ConversationHead(
                id, tenant, owner, null, archived, createdAt, updatedAt, LOST, DAMAGED, 0, false, canaryOf);
    }

    /** A copy with this state and number of turns. */
    ConversationHead with(String nextState, int nextTurns) {
        return new ConversationHead(
                id, tenant, owner, title, archived, createdAt, updatedAt, lastSeq, nextState, nextTurns, unread,
                canaryOf);
    }

    /** Its place in the list of conversations. */
    public Position position() {
        return new Position(updatedAt, id);
    }

    /** Whether the row was changed outside the server: only its id can be relied on. */
    public boolean isDamaged() {
        return lastSeq == LOST;
    }
}
