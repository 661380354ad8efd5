package clda.conversation.search;

import clda.conversation.Companion;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnStarted;
import clda.conversation.search.SearchIndex.Behind;
import clda.conversation.search.SearchIndex.Mention;
import clda.conversation.search.SearchIndex.Taken;
import clda.security.KeyRing;
import clda.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Adds messages to the index shortly after they were stored, and at startup those that a crash or another node has left out.
 */
public final class Indexer implements Companion {

    private static final Logger LOG = System.getLogger(Indexer.class.getName());
    private static final int PAGE = 500;
    private static final int BEHIND_AT_ONCE = 200;
    private static final int WORDS_IN_ONE_TRANSACTION = 2_000;

    private final SearchIndex index;
    /** The number of the last event with words, for each conversation that this node has written to. */
    private final Map<String, Long> written = new ConcurrentHashMap<>();

    public Indexer(SearchIndex index) {
        this.index = index;
    }

    @Override
    public List<Write> with(ConversationHead head, List<RecordedEvent> events) {
        events.stream()
                .filter(recorded ->
                        text(recorded.event()).isPresent() || recorded.event() instanceof ConversationRenamed)
                .forEach(recorded -> written.merge(head.id(), recorded.seq(), Math::max));
        return List.of();
    }

    /** The conversation store itself removes the index entries of an erased conversation. */
    @Override
    public List<Write> withErasure(ConversationHead head) {
        written.remove(head.id());
        return List.of();
    }

    /** Indexes what this node has written. Events that are not committed yet are indexed the next time. */
    public void takeUp(ConversationStore store) {
        Map<String, Long> wanted = new TreeMap<>(written);
        Map<String, Long> through = index.through(wanted.keySet());
        Batch batch = new Batch(store);
        wanted.keySet().forEach(id -> batch.takeUp(id, through.getOrDefault(id, 0L)));
        batch.write();
        wanted.forEach((id, last) -> {
            if (batch.through(id) >= last) {
                written.remove(id, last);
            }
        });
    }

    /** Indexes everything that is missing from the index, whichever node wrote it. */
    public void catchUp(ConversationStore store) {
        String last = "";
        List<Behind> behind;
        do {
            behind = index.behind(last, BEHIND_AT_ONCE);
            Batch batch = new Batch(store);
            for (Behind each : behind) {
                batch.takeUp(each.conversationId(), each.through());
                last = each.conversationId();
            }
            batch.write();
        } while (behind.size() == BEHIND_AT_ONCE);
    }

    /** What is written in one transaction, since a transaction for each conversation would cost more than its words. */
    private final class Batch {
        private final ConversationStore store;
        private final Map<String, Taken> taken = new LinkedHashMap<>();
        private final Map<String, Long> through = new HashMap<>();
        private int words;

        Batch(ConversationStore store) {
            this.store = store;
        }

        /** The number of the last event that was read of the conversation. */
        long through(String id) {
            return through.getOrDefault(id, 0L);
        }

        /** Skips conversations that cannot be read or were erased. */
        void takeUp(String id, long after) {
            try {
                Optional<ConversationHead> head = store.find(id);
                through.put(id, head.isEmpty() ? Long.MAX_VALUE : takeUp(head.get(), after));
            } catch (KeyRing.Damaged e) {
                LOG.log(Level.DEBUG, "conversation {0} is damaged and cannot be searched", id);
                through.put(id, Long.MAX_VALUE);
            }
        }

        private long takeUp(ConversationHead head, long after) {
            long last = after;
            List<RecordedEvent> page;
            do {
                page = store.read(head, last, PAGE);
                add(taken(head, last, page));
                last = page.isEmpty() ? last : page.getLast().seq();
            } while (page.size() == PAGE);
            return last;
        }

        private void add(Taken more) {
            if (taken.containsKey(more.head().id())) {
                write();
            }
            taken.put(more.head().id(), more);
            words += more.said().size();
            if (words >= WORDS_IN_ONE_TRANSACTION) {
                write();
            }
        }

        void write() {
            if (!taken.isEmpty()) {
                index.add(List.copyOf(taken.values()));
                taken.clear();
                words = 0;
            }
        }
    }

    private static Taken taken(ConversationHead head, long after, List<RecordedEvent> page) {
        Map<String, Mention> said = new HashMap<>();
        for (RecordedEvent recorded : page) {
            Mention mention = new Mention(recorded.seq(), recorded.at());
            text(recorded.event()).ifPresent(text -> Words.of(text).forEach(word -> said.put(word, mention)));
        }
        // The first title may have been set without an event.
        boolean isNamed =
                after == 0 || page.stream().anyMatch(recorded -> recorded.event() instanceof ConversationRenamed);
        Set<String> title = head.title() == null ? Set.of() : Words.of(head.title());
        return new Taken(
                head,
                isNamed ? title : null,
                said,
                page.isEmpty() ? after : page.getLast().seq());
    }

    /** The searchable text of an event, namely what someone said; empty if there is none. */
    public static Optional<String> text(ConversationEvent event) {
        return switch (event) {
            case TurnQueued queued -> Optional.of(queued.text());
            case TurnStarted started -> Optional.of(started.text());
            case MessageCompleted message -> Optional.of(message.text());
            default -> Optional.empty();
        };
    }
}
