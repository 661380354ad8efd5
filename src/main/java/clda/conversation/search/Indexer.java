package clda.conversation.search;

import clda.conversation.Companion;
import clda.conversation.ConversationEvent;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.MessageCompleted;
import clda.conversation.ConversationEvent.TurnQueued;
import clda.conversation.ConversationEvent.TurnStarted;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.conversation.search.SearchIndex.Behind;
import clda.conversation.search.SearchIndex.Mention;
import clda.security.KeyRing;
import clda.store.Write;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes up what is said into the index, shortly after it was stored, and at the start what was left by a crash or another node. */
public final class Indexer implements Companion {

    private static final Logger LOG = System.getLogger(Indexer.class.getName());
    private static final int PAGE = 500;
    private static final int BEHIND_AT_ONCE = 200;

    private final SearchIndex index;
    /** The last event with words of each conversation that this node has written to. */
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

    /** The store removes what it holds of a conversation by itself. */
    @Override
    public List<Write> withErasure(ConversationHead head) {
        written.remove(head.id());
        return List.of();
    }

    /** Takes up what this node has written. What is not committed yet is taken up the next time. */
    public void takeUp(ConversationStore store) {
        written.forEach((id, wanted) -> {
            long through = takeUp(store, id, index.through(id));
            if (through >= wanted) {
                written.remove(id, wanted);
            }
        });
    }

    /** Takes up whatever is not in the index, whoever has written it. */
    public void catchUp(ConversationStore store) {
        String last = "";
        List<Behind> behind;
        do {
            behind = index.behind(last, BEHIND_AT_ONCE);
            for (Behind each : behind) {
                takeUp(store, each.conversationId(), each.through());
                last = each.conversationId();
            }
        } while (behind.size() == BEHIND_AT_ONCE);
    }

    /** @return the last event that is in the index now; what cannot be read is passed over, as is what was erased */
    private long takeUp(ConversationStore store, String id, long through) {
        try {
            Optional<ConversationHead> head = store.find(id);
            return head.isEmpty() ? Long.MAX_VALUE : takeUp(store, head.get(), through);
        } catch (KeyRing.Damaged e) {
            LOG.log(Level.DEBUG, "conversation {0} is damaged and cannot be searched", id);
            return Long.MAX_VALUE;
        }
    }

    private long takeUp(ConversationStore store, ConversationHead head, long after) {
        long through = after;
        List<RecordedEvent> page;
        do {
            page = store.read(head, through, PAGE);
            Map<String, Mention> said = new HashMap<>();
            for (RecordedEvent recorded : page) {
                Mention mention = new Mention(recorded.seq(), recorded.at());
                text(recorded.event()).ifPresent(text -> Words.of(text).forEach(word -> said.put(word, mention)));
                through = recorded.seq();
            }
            index.add(head, head.title() == null ? Set.of() : Words.of(head.title()), said, through);
        } while (page.size() == PAGE);
        return through;
    }

    /** What can be found of an event: what somebody said. */
    public static Optional<String> text(ConversationEvent event) {
        return switch (event) {
            case TurnQueued queued -> Optional.of(queued.text());
            case TurnStarted started -> Optional.of(started.text());
            case MessageCompleted message -> Optional.of(message.text());
            default -> Optional.empty();
        };
    }
}
