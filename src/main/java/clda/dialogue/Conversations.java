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
import clda.conversation.ConversationStore.Position;
import clda.conversation.RecordedEvent;
import clda.conversation.Turn;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A caller's own conversations. What is another's does not exist. */
public final class Conversations {

    private static final int MOST_TITLE = 200;
    private static final int SEARCHED_AT_MOST = 1_000;

    private final ConversationLog log;
    private final ConversationStore store;
    private final Function<String, List<Write>> forget;
    private final Set<String> models;
    private final Supplier<String> ids;

    /**
     * @param forget removes what is kept of a conversation, by its id, outside of the log
     * @param models the names of the models that can be chosen
     */
    public Conversations(
            ConversationLog log,
            ConversationStore store,
            Function<String, List<Write>> forget,
            Set<String> models,
            Supplier<String> ids) {
        this.models = new TreeSet<>(models);
        this.log = log;
        this.store = store;
        this.forget = forget;
        this.ids = ids;
    }

    /**
     * Makes one whose first event tells that an AI answers in it.
     *
     * @throws Refused if the caller may not talk
     */
    public ConversationHead create(Caller caller, @Nullable String title) {
        DialogueManager.requireMayTalk(caller);
        String checked = title == null ? null : checkTitle(title);
        ConversationHead head = log.create(ids.get(), caller.tenant(), caller.user(), checked);
        log.append(head.id(), Append.of(null, ConversationOpened.BY_AI));
        return head;
    }

    /**
     * The newest first.
     *
     * @param query words to look for in titles and messages; everything is decrypted to search it, so that it takes time in
     *     proportion to what there is; null to list all
     * @param before as in {@link ConversationStore#list}
     */
    public List<ConversationHead> list(
            Caller caller, @Nullable String query, @Nullable Position before, boolean archived, int limit) {
        if (query == null || query.isBlank()) {
            return store.list(caller.tenant(), caller.user(), before, archived, limit);
        }
        String wanted = query.strip().toLowerCase(Locale.ROOT);
        List<ConversationHead> found = new ArrayList<>();
        for (ConversationHead head : store.list(caller.tenant(), caller.user(), before, archived, SEARCHED_AT_MOST)) {
            if (found.size() == limit) {
                break;
            }
            if (head.title() != null && head.title().toLowerCase(Locale.ROOT).contains(wanted) || says(head, wanted)) {
                found.add(head);
            }
        }
        return found;
    }

    private boolean says(ConversationHead head, String wanted) {
        try {
            return log.view(head.id(), conversation -> says(conversation, wanted))
                    .orElse(false);
        } catch (KeyRing.Damaged e) {
            return false;
        }
    }

    private static boolean says(Conversation conversation, String wanted) {
        return conversation.turns().stream().anyMatch(turn -> says(turn, wanted));
    }

    private static boolean says(Turn turn, String wanted) {
        return turn.text().toLowerCase(Locale.ROOT).contains(wanted)
                || turn.replies().stream()
                        .anyMatch(reply ->
                                reply.message().text().toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** Looks at a conversation of the caller's. */
    public <T> T view(Caller caller, String conversationId, Function<Conversation, T> look) {
        return log.view(conversationId, conversation -> {
                    if (!DialogueManager.owns(conversation.head(), caller)) {
                        throw DialogueManager.noSuchConversation();
                    }
                    return look.apply(conversation);
                })
                .orElseThrow(DialogueManager::noSuchConversation);
    }

    /** Looks at a turn of the caller's. */
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
     * Has another model answer from now on.
     *
     * @param model its configured name; null for the usual one
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

    /** Keeps what passes between server and model from now on, or no longer; what was kept stays. */
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
        return log.read(conversationId, after, limit).orElseThrow(DialogueManager::noSuchConversation);
    }

    public Subscription follow(Caller caller, String conversationId, long after, Reader reader) {
        requireOwn(caller, conversationId);
        return log.subscribe(conversationId, after, reader).orElseThrow(DialogueManager::noSuchConversation);
    }

    private void requireOwn(Caller caller, String conversationId) {
        boolean own = log.head(conversationId)
                .filter(head -> DialogueManager.owns(head, caller))
                .isPresent();
        if (!own) {
            throw DialogueManager.noSuchConversation();
        }
    }

    private static String checkTitle(String title) {
        String stripped = title.strip();
        if (stripped.isEmpty() || stripped.length() > MOST_TITLE) {
            throw new Refused(Refused.Kind.INVALID, "A title has 1 to " + MOST_TITLE + " characters.");
        }
        return stripped;
    }
}
