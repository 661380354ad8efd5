package clda.conversation.search;

import clda.conversation.ConversationHead;
import clda.store.Position;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The index of words in conversations. It holds no words, only keyed hashes under a key of the user: whoever reads the
 * database without the master key learns how many different words a conversation has and which conversations share some, but
 * no word.
 */
public interface SearchIndex {

    /** The event number under which words of a title are indexed. */
    long TITLE = 0;

    /**
     * Where a word was said last.
     *
     * @param seq of the event; {@link #TITLE} if it is in the title only
     */
    record Mention(long seq, Instant at) {}

    /** A conversation that has all the words, and where one of them was said last. */
    record Found(String conversationId, Mention mention) {

        public Position position() {
            return new Position(mention.at(), conversationId);
        }
    }

    /** A conversation with events that are not in the index. @param through the last event that is */
    record Behind(String conversationId, long through) {}

    /**
     * Conversations of the user in which all of the words are, at whatever place; where one was mentioned last comes first.
     *
     * @param words as {@link Words} makes them; not empty
     * @param before where the page before ended; null for the first
     */
    List<Found> find(
            String tenant, String person, Set<String> words, boolean archived, @Nullable Position before, int limit);

    /**
     * What was found in a conversation.
     *
     * @param title the words of its title, which replace those of the title before; null if it has the same as before
     * @param said the words of its messages
     * @param through the last event that was looked at
     */
    record Taken(ConversationHead head, @Nullable Set<String> title, Map<String, Mention> said, long through) {}

    /**
     * Takes up what was said, all of it in one transaction.
     *
     * @param taken of each conversation at most one
     */
    void add(List<Taken> taken);

    /** Up to which event each of the conversations was taken up; those are missing of which nothing was. */
    Map<String, Long> through(Collection<String> conversationIds);

    /** Conversations that have more events than were taken up, in the order of their ids, from behind that one on. */
    List<Behind> behind(String afterId, int limit);
}
