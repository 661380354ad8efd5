package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationArchived;
import clda.conversation.ConversationEvent.ConversationOpened;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.ConversationEvent.ModelChosen;
import clda.conversation.ConversationEvent.RecordingChanged;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Reader;
import clda.conversation.ConversationLog.Subscription;
import clda.conversation.ConversationStore;
import clda.conversation.RecordedEvent;
import clda.conversation.Turn;
import clda.conversation.search.Indexer;
import clda.conversation.search.SearchIndex;
import clda.conversation.search.Snippet;
import clda.conversation.search.Words;
import clda.release.Arm;
import clda.release.Arms;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.Page;
import clda.store.Position;
import clda.store.Write;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A caller's own conversations. Those of other users are treated as if they did not exist. */
public final class Conversations {

    private static final int MAX_TITLE = 200;

    private final ConversationLog log;
    private final ConversationStore store;
    private final SearchIndex index;
    private final Function<String, List<Write>> forget;
    private final Set<String> models;
    private final Arms arms;
    private final Supplier<String> ids;

    /**
     * @param forget given the id of a conversation, returns the writes that remove what is kept of it outside the log
     * @param models the names of the models that can be chosen
     */
    public Conversations(
            ConversationLog log,
            ConversationStore store,
            SearchIndex index,
            Function<String, List<Write>> forget,
            Set<String> models,
            Arms arms,
            Supplier<String> ids) {
        this.models = new TreeSet<>(models);
        this.log = log;
        this.store = store;
        this.index = index;
        this.forget = forget;
        this.arms = arms;
        this.ids = ids;
    }

    /**
     * Creates a conversation whose first event states that an AI answers in it.
     *
     * @throws Refused if the caller may not talk
     */
    public ConversationHead create(Caller caller, @Nullable String title) {
        DialogueManager.requireMayTalk(caller);
        String checked = title == null ? null : checkTitle(title);
        String id = ids.get();
        ConversationHead head = log.create(id, caller.tenant(), caller.user(), checked, arms.canaryOf(id));
        log.append(head.id(), Append.of(null, ConversationOpened.BY_AI));
        return head;
    }

    /**
     * Lists conversations, newest first.
     *
     * @param before where the previous page ended; null for the first page
     */
    public Page<ConversationHead> list(Caller caller, @Nullable Position before, boolean archived, int limit) {
        return Page.of(
                store.list(caller.tenant(), caller.user(), before, archived, limit + 1),
                limit,
                ConversationHead::position);
    }

    /**
     * A conversation that was found by a search.
     *
     * @param snippet the part of a message around the latest mention of a word; null if the words are only in the title
     */
    public record Found(ConversationHead head, @Nullable String snippet, Position position) {}

    /**
     * Conversations with all the words in their titles and messages, those with the latest mention first. A message can be
     * found a moment after it was stored.
     *
     * @param before where the previous page ended; null for the first page
     */
    public Page<Found> search(Caller caller, String query, @Nullable Position before, boolean archived, int limit) {
        Set<String> words = Words.of(query);
        if (words.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        Page<SearchIndex.Found> page = Page.of(
                index.find(caller.tenant(), caller.user(), words, archived, before, limit + 1),
                limit,
                SearchIndex.Found::position);
        return page.with(page.items().stream()
                .flatMap(each -> found(each, words).stream())
                .toList());
    }

    /** Empty if the conversation has been erased since or cannot be read. */
    private Optional<Found> found(SearchIndex.Found each, Set<String> words) {
        try {
            return store.find(each.conversationId())
                    .map(head -> new Found(head, snippet(head, each.mention().seq(), words), each.position()));
        } catch (KeyRing.Damaged e) {
            return Optional.empty();
        }
    }

    private @Nullable String snippet(ConversationHead head, long seq, Set<String> words) {
        if (seq == SearchIndex.TITLE) {
            return null;
        }
        return store.read(head, seq - 1, 1).stream()
                .flatMap(recorded -> Indexer.text(recorded.event()).stream())
                .map(text -> Snippet.of(text, words))
                .findFirst()
                .orElse(null);
    }

    /** Records that the owner has been shown the events up to this number. */
    public void read(Caller caller, String conversationId, long upTo) {
        requireOwn(caller, conversationId);
        store.read(conversationId, upTo);
    }

    /** The arm whose nodes run the turns of a conversation now; empty if there is no such conversation. */
    public Optional<Arm> arm(String conversationId) {
        return log.head(conversationId).map(head -> arms.of(head.canaryOf()));
    }

    /** Looks at one of the caller's conversations. */
    public <T> T view(Caller caller, String conversationId, Function<Conversation, T> look) {
        return log.view(conversationId, conversation -> {
                    if (!DialogueManager.owns(conversation.head(), caller)) {
                        throw Refused.noSuchConversation();
                    }
                    return look.apply(conversation);
                })
                .orElseThrow(Refused::noSuchConversation);
    }

    /** Looks at a turn of one of the caller's conversations. */
    public <T> T viewTurn(Caller caller, String conversationId, String turnId, Function<Turn, T> look) {
        return view(caller, conversationId, conversation -> {
            if (!conversation.hasTurn(turnId)) {
                throw new Refused(Refused.Kind.NOT_FOUND, "There is no such turn.");
            }
            return look.apply(conversation.turn(turnId));
        });
    }

    public void rename(Caller caller, String conversationId, String title) {
        String checked = checkTitle(title);
        requireOwn(caller, conversationId);
        log.append(conversationId, Append.of(null, new ConversationRenamed(checked)));
    }

    /**
     * Lets another model answer from now on.
     *
     * @param model the model's configured name; null for the default model
     */
    public void choose(Caller caller, String conversationId, @Nullable String model) {
        requireOwn(caller, conversationId);
        if (model != null && !models.contains(model)) {
            throw new Refused(
                    Refused.Kind.INVALID,
                    models.isEmpty()
                            ? "No models are configured by name."
                            : "There is no model of that name; there are: " + String.join(", ", models) + ".");
        }
        log.append(conversationId, Append.of(null, new ModelChosen(model)));
    }

    /** Turns the recording of exchanges between server and model on or off; existing recordings are kept. */
    public void record(Caller caller, String conversationId, boolean on) {
        requireOwn(caller, conversationId);
        log.append(conversationId, Append.of(null, new RecordingChanged(on)));
    }

    public void archive(Caller caller, String conversationId, boolean archived) {
        requireOwn(caller, conversationId);
        log.append(conversationId, Append.of(null, new ConversationArchived(archived)));
    }

    public void erase(Caller caller, String conversationId) {
        requireOwn(caller, conversationId);
        log.erase(conversationId, forget.apply(conversationId));
    }

    public List<RecordedEvent> events(Caller caller, String conversationId, long after, int limit) {
        requireOwn(caller, conversationId);
        return log.read(conversationId, after, limit).orElseThrow(Refused::noSuchConversation);
    }

    /**
     * The events of the last {@code turns} turns before an event, and all other events in that range.
     *
     * @param before the number of that event; {@link Long#MAX_VALUE} for the end
     */
    public List<RecordedEvent> lastTurns(Caller caller, String conversationId, int turns, long before) {
        requireOwn(caller, conversationId);
        long first = store.beginningOf(conversationId, turns, before);
        return log.read(conversationId, first - 1, (int) Math.min(Integer.MAX_VALUE, before - first))
                .orElseThrow(Refused::noSuchConversation);
    }

    public Subscription follow(Caller caller, String conversationId, long after, Reader reader) {
        requireOwn(caller, conversationId);
        return log.subscribe(conversationId, after, reader).orElseThrow(Refused::noSuchConversation);
    }

    private void requireOwn(Caller caller, String conversationId) {
        boolean own = log.head(conversationId)
                .filter(head -> DialogueManager.owns(head, caller))
                .isPresent();
        if (!own) {
            throw Refused.noSuchConversation();
        }
    }

    private static String checkTitle(String title) {
        String stripped = title.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_TITLE) {
            throw new Refused(Refused.Kind.INVALID, "A title must have 1 to " + MAX_TITLE + " characters.");
        }
        return stripped;
    }
}
