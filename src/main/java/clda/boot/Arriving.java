package clda.boot;

import clda.conversation.ConversationHead;
import clda.dialogue.Announcement;
import clda.dialogue.Refused;
import clda.events.Arrivals;
import clda.events.IncomingEvent;
import clda.events.Unusable;
import clda.events.Unusable.Reason;
import clda.security.Caller;
import clda.security.KeyRing;
import clda.security.Rights;
import clda.security.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Lets the engine tell people what other systems have sent, as far as the user as whom they come in may. */
public final class Arriving implements Arrivals {

    private static final Logger LOG = System.getLogger(Arriving.class.getName());
    /** Maximum characters of the data, which a model is given with the text. */
    private static final int MAX_DATA = 16_000;

    private final Engine engine;
    private final Rights rights;
    private final String tenant;
    private final String as;

    /**
     * @param tenant whose people can be told something
     * @param as a user of that tenant, who has to have the right to talk
     */
    public Arriving(Engine engine, Rights rights, String tenant, String as) {
        this.engine = engine;
        this.rights = rights;
        this.tenant = tenant;
        this.as = as;
    }

    @Override
    public Outcome open(IncomingEvent event) throws Unusable {
        if (event.tenant() != null && !event.tenant().equals(tenant)) {
            throw new Unusable(Reason.FORBIDDEN, "Events cannot be delivered to users of that tenant.");
        }
        if (rights.find(tenant, as).filter(Caller::mayTalk).isEmpty()) {
            throw new Unusable(Reason.FORBIDDEN, "The account that receives events may not start conversations.");
        }
        try {
            if (engine.announcements().isKnown(event.source(), event.id())) {
                return Outcome.KNOWN;
            }
            boolean opened = engine.announcements()
                    .open(new Announcement(
                            event.source(), event.id(), tenant, conversation(event), text(event), data(event)));
            return opened ? Outcome.OPENED : Outcome.KNOWN;
        } catch (Refused e) {
            throw unusable(e);
        } catch (KeyRing.Damaged e) {
            throw new Unusable(Reason.FAILED, "The conversation is damaged.");
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ClassCastException e) {
            // It would fail for ever and hold up all others.
            LOG.log(Level.ERROR, "an incoming event could not be handled", e);
            throw new Unusable(Reason.FAILED, "The server could not handle the event.");
        }
    }

    private static Unusable unusable(Refused e) {
        return switch (e.kind()) {
            case NOT_FOUND -> new Unusable(Reason.UNKNOWN_CONVERSATION, e.detail());
            case FORBIDDEN -> new Unusable(Reason.FORBIDDEN, e.detail());
            case TOO_LONG -> new Unusable(Reason.TOO_LARGE, e.detail());
            case INVALID -> new Unusable(Reason.NOT_SHOWABLE, e.detail());
            default -> throw e;
        };
    }

    private String conversation(IncomingEvent event) throws Unusable {
        String user = event.user();
        String named = event.conversationId();
        if (named != null) {
            boolean fits = engine.log()
                    .head(named)
                    .filter(head -> head.tenant().equals(tenant))
                    .filter(head -> user == null || isOf(head, user))
                    .isPresent();
            if (!fits) {
                throw new Unusable(Reason.UNKNOWN_CONVERSATION, "There is no such conversation.");
            }
            return named;
        }
        Caller person = rights.find(tenant, String.valueOf(user))
                .orElseThrow(() -> new Unusable(Reason.UNKNOWN_USER, "There is no such user."));
        return engine.conversations().list(person, null, false, 1).items().stream()
                .findFirst()
                // One that was begun before a crash is found the next time.
                .orElseGet(() -> engine.conversations().create(person, null))
                .id();
    }

    private static boolean isOf(ConversationHead head, String user) {
        return head.owner().equals(user) || Subject.nameOf(head.owner()).equals(user);
    }

    private static String text(IncomingEvent event) {
        if (event.text() != null) {
            return event.text();
        }
        return event.data() == null ? event.type() : event.type() + " " + event.data();
    }

    private static @Nullable JsonNode data(IncomingEvent event) throws Unusable {
        // Data without a text is the text.
        if (event.data() == null || event.text() == null) {
            return null;
        }
        int length = event.data().toString().length();
        if (length > MAX_DATA) {
            throw new Unusable(
                    Reason.TOO_LARGE, "The data has " + length + " characters; the maximum is " + MAX_DATA + ".");
        }
        return event.data();
    }
}
