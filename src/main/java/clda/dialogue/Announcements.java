package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.Requester;
import clda.conversation.Trigger;
import clda.conversation.TurnEvent.TurnStarted;
import clda.security.Caller;
import clda.security.Rights;
import clda.security.Role;
import clda.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Opens turns that tell people what other systems have to say, each once. Such a turn runs with the rights of the person whom it
 * tells, and what it begins with is text of others: it is never taken for the person's words, and whatever a model makes of it
 * that weighs anything has to be approved.
 */
public final class Announcements {

    private static final Duration REMEMBERED = Duration.ofDays(60);

    private final ConversationLog log;
    private final Lanes lanes;
    private final AnnouncementBook book;
    private final Rights rights;
    private final DialogueRules rules;
    private final Clock clock;

    Announcements(
            ConversationLog log, Lanes lanes, AnnouncementBook book, Rights rights, DialogueRules rules, Clock clock) {
        this.log = log;
        this.lanes = lanes;
        this.book = book;
        this.rights = rights;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Opens the turn. It waits if another one runs.
     *
     * @return whether this announcement has opened it; false if it had opened one before
     * @throws Refused with {@link Refused.Kind#BUSY} if too many turns wait; with another kind if it can never be opened
     */
    public boolean open(Announcement announcement) {
        String digest = announcement.digest();
        if (book.has(digest)) {
            return false;
        }
        rules.checkText(announcement.text());
        String conversationId = announcement.conversationId();
        Requester by = personOf(announcement);
        try {
            Opening opened = log.append(conversationId, conversation -> opening(conversation, announcement, by, digest))
                    .orElseThrow(Refused::noSuchConversation)
                    .result();
            lanes.run(conversationId, opened);
            return true;
        } catch (AnnouncementBook.Known e) {
            return false;
        }
    }

    /** Whether the announcement of that source and id has opened a turn. */
    public boolean isKnown(String source, String id) {
        return book.has(Announcement.digest(source, id));
    }

    private Requester personOf(Announcement announcement) {
        ConversationHead head = log.head(announcement.conversationId())
                .filter(found -> found.tenant().equals(announcement.tenant()))
                .orElseThrow(Refused::noSuchConversation);
        Caller person = new Caller(head.owner(), head.tenant(), Set.of(Role.USER));
        if (rights.now(person).filter(Caller::mayTalk).isEmpty()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "This user may no longer use the assistant.");
        }
        return new Requester(person.user(), person.roleNames());
    }

    private Decided<Opening> opening(
            Conversation conversation, Announcement announcement, Requester by, String digest) {
        if (!conversation.isFreeFor(null) && conversation.queued() >= rules.maxQueued()) {
            throw new Refused(Refused.Kind.BUSY, "Too many turns of this conversation are waiting.");
        }
        Trigger trigger = new Trigger(
                Trigger.Kind.EVENT, announcement.source() + " " + announcement.id(), null, announcement.data(), null);
        Opening opening = lanes.opening(
                conversation,
                new TurnStarted(announcement.text(), by, null, conversation.tip(), trigger).untrusted(true));
        List<Write> writes = new ArrayList<>();
        writes.add(book.add(digest, clock.instant()));
        writes.addAll(opening.alongside());
        return new Decided<>(new Append(opening.events(), writes), opening);
    }

    /** Forgets announcements that are too old to come again; to be called from time to time. */
    public void forget() {
        book.forgetBefore(clock.instant().minus(REMEMBERED));
    }
}
