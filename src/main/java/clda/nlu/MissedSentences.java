package clda.nlu;

import clda.json.Worded;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sentences that were misunderstood or not understood, for maintainers of the training data. Their text is not stored
 * here.
 */
public interface MissedSentences {

    /** The reason why a sentence should be reviewed. */
    enum Why implements Worded {
        /** The sentence was not understood. */
        UNKNOWN,
        /** The user did not like the answer. */
        DISLIKED
    }

    record Missed(String tenant, String conversationId, String turnId, Why why, Instant at) {

        public static String id(String conversationId, String turnId) {
            return conversationId + "." + turnId;
        }

        public String id() {
            return id(conversationId, turnId);
        }
    }

    /** Changes nothing if the turn is already stored. */
    Write put(Missed missed);

    /** Calls {@link #put} in a transaction of its own. */
    void note(Missed missed);

    Write removeOf(String conversationId);

    /** @return whether it existed */
    boolean remove(String tenant, String conversationId, String turnId);

    /**
     * The newest first. The id of a position is {@link Missed#id}.
     *
     * @param before the position to continue from; null to begin with the newest
     */
    Page<Listed<Missed>> newest(String tenant, @Nullable Position before, int limit);

    Optional<Missed> find(String tenant, String conversationId, String turnId);

    long count(String tenant);
}
