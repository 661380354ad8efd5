package clda.conversation;

import clda.store.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a conversation, and what a list of conversations shows.
 *
 * @param updatedAt when something last happened in it
 * @param lastSeq the number of the last event when this was read, since a log that ends before it has lost its end; −1 if the row
 *     is damaged
 * @param state of the turn that has the lane, {@code idle} if none has, {@code damaged}
 * @param turns how many turns have begun
 * @param unread whether something was answered or asked that the owner has not been shown
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
        boolean unread) {

    private static final long LOST = -1;
    private static final String DAMAGED = "damaged";

    /** One in which nothing has happened yet. */
    public static ConversationHead begun(String id, String tenant, String owner, @Nullable String title, Instant at) {
        return new ConversationHead(id, tenant, owner, title, false, at, at, 0, Lane.IDLE, 0, false);
    }

    /** The same when it turns out that it was changed outside the server. */
    public ConversationHead asDamaged() {
        return new ConversationHead(id, tenant, owner, null, archived, createdAt, updatedAt, LOST, DAMAGED, 0, false);
    }

    /** The same after events that leave it like this. */
    ConversationHead with(String nextState, int nextTurns) {
        return new ConversationHead(
                id, tenant, owner, title, archived, createdAt, updatedAt, lastSeq, nextState, nextTurns, unread);
    }

    /** Its place in the list of conversations. */
    public Position position() {
        return new Position(updatedAt, id);
    }

    /** Whether the row was changed outside the server: nothing of it is certain but its id. */
    public boolean isDamaged() {
        return lastSeq == LOST;
    }
}
