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
 * The index of words in conversations. It holds no words, only keyed hashes under a key of the user: reading the database
 * without the master key reveals how many different words a conversation has and which conversations share some, but no word.
 */
public interface SearchIndex {

    /** The event number under which words of a title are indexed. */
    long TITLE = 0;

    /**
     * Where a word was said last.
     *
     * @param seq the number of the event; {@link #TITLE} if the word is only in the title
     */
    record Mention(long seq, Instant at) {}

    /** A conversation that contains all the words, and the last mention of one of them. */
    record Found(String conversationId, Mention mention) {

        public Position position() {
            return new Position(mention.at(), conversationId);
        }
    }

    /** A conversation with events that are not in the index; {@code through} is the last one that is. */
    record Behind(String conversationId, long through) {}

    /**
     * The user's conversations that contain all of the words in any place, those with the latest mention first.
     *
     * @param words as {@link Words} makes them; not empty
     * @param before where the previous page ended; null for the first page
     */
    List<Found> find(
            String tenant, String person, Set<String> words, boolean archived, @Nullable Position before, int limit);

    /**
     * The words found in a conversation.
     *
     * @param title the words of its title, which replace those of the previous title; null if the title is unchanged
     * @param said the words of its messages
     * @param through the number of the last event that was read
     */
    record Taken(ConversationHead head, @Nullable Set<String> title, Map<String, Mention> said, long through) {}

    /**
     * Adds words to the index, all in one transaction.
     *
     * @param taken at most one for each conversation
     */
    void add(List<Taken> taken);

    /** The number of the last indexed event of each conversation; conversations of which nothing is indexed are missing. */
    Map<String, Long> through(Collection<String> conversationIds);

    /** Conversations with events that are not indexed, ordered by id, starting after {@code afterId}. */
    List<Behind> behind(String afterId, int limit);
}
