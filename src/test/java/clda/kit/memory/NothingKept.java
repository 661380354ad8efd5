package clda.kit.memory;

import clda.agent.Exchange;
import clda.conversation.search.SearchIndex;
import clda.dialogue.AnnouncementBook;
import clda.recording.ExchangeBook;
import clda.store.Position;
import clda.store.Write;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores of what no test of an engine in memory asks for again. */
final class NothingKept {

    private NothingKept() {}

    static ExchangeBook exchanges() {
        return new ExchangeBook() {
            @Override
            public void exchanged(String conversationId, Exchange exchange) {}

            @Override
            public List<ObjectNode> of(String conversationId) {
                return List.of();
            }

            @Override
            public Write forget(String conversationId) {
                return (MemoryStore.MemoryWrite) state -> {};
            }
        };
    }

    static SearchIndex index() {
        return new SearchIndex() {
            @Override
            public List<Found> find(
                    String tenant,
                    String person,
                    Set<String> words,
                    boolean archived,
                    @Nullable Position before,
                    int limit) {
                return List.of();
            }

            @Override
            public void add(List<Taken> taken) {}

            @Override
            public Map<String, Long> through(Collection<String> conversationIds) {
                return Map.of();
            }

            @Override
            public List<Behind> behind(String afterId, int limit) {
                return List.of();
            }
        };
    }

    static AnnouncementBook announcements() {
        return new AnnouncementBook() {
            @Override
            public boolean has(String digest) {
                return false;
            }

            @Override
            public Write add(String digest, Instant at) {
                return (MemoryStore.MemoryWrite) state -> {};
            }

            @Override
            public void forgetBefore(Instant time) {
                // Nothing is kept.
            }
        };
    }
}
