package clda.dialogue;

import clda.agent.Titles;
import clda.conversation.Conversation;
import clda.conversation.ConversationEvent.ConversationRenamed;
import clda.conversation.DraftEvent;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnQueued;
import clda.conversation.TurnEvent.TurnStarted;
import clda.logging.Ids;
import clda.logging.RequestTrace;
import clda.store.Lease;
import clda.store.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens and starts turns: the events and writes with which a turn begins, or waits. */
final class Openings {

    private final Placement placement;
    private final Undo undo;
    private final Membership membership;

    Openings(Placement placement, Undo undo, Membership membership) {
        this.placement = placement;
        this.undo = undo;
        this.membership = membership;
    }

    /**
     * Opens a turn: at once if the lane is free or the turn that has it waits for a person, otherwise at the end of the queue.
     */
    Opening opening(Conversation conversation, TurnStarted untraced) {
        RequestTrace request = Ids.current().request();
        TurnStarted wish = request == null ? untraced : untraced.in(request.take());
        String turnId = nextTurnId(conversation);
        if (!conversation.isFreeFor(null)) {
            DraftEvent queued = new DraftEvent(
                    turnId,
                    new TurnQueued(
                            wish.text(),
                            wish.by(),
                            wish.clientMessageId(),
                            wish.follows(),
                            wish.trigger(),
                            wish.images(),
                            wish.untrusted(),
                            wish.trace()));
            return new Opening(turnId, List.of(queued), List.of(), null, true);
        }
        Lease lease = membership.lease();
        List<DraftEvent> events = new ArrayList<>();
        if (conversation.title() == null) {
            events.add(new DraftEvent(null, new ConversationRenamed(Titles.of(wish.text()))));
        }
        events.addAll(starting(conversation, turnId, wish));
        Placement.Start start = placement.start(conversation, lease);
        return new Opening(turnId, events, start.writes(), start.here() ? lease : null, false);
    }

    /** The id of the turn that is opened next. */
    String nextTurnId(Conversation conversation) {
        return conversation.nextTurnId(membership.restored());
    }

    /** The events that start a turn. A turn that undoes or repeats something begins with the calls for that. */
    List<DraftEvent> starting(Conversation conversation, String turnId, TurnStarted start) {
        List<DraftEvent> events = new ArrayList<>();
        events.add(new DraftEvent(turnId, start));
        undo.firstCalls(conversation, turnId, start.trigger())
                .forEach(call -> events.add(new DraftEvent(turnId, call)));
        return events;
    }

    /**
     * The turn that has the lane next: one that was parked and can resume, otherwise the first in the queue, which is started.
     */
    Optional<String> following(Conversation conversation, List<DraftEvent> events) {
        Optional<String> resumed = conversation.resumable().map(Turn::id);
        if (resumed.isPresent()) {
            return resumed;
        }
        Optional<Turn> queued = conversation.nextQueued();
        queued.ifPresent(waiting -> events.addAll(starting(
                conversation,
                waiting.id(),
                new TurnStarted(
                        waiting.text(),
                        waiting.by(),
                        waiting.clientMessageId(),
                        waiting.follows(),
                        waiting.trigger(),
                        waiting.images(),
                        waiting.opensUntrusted() ? true : null,
                        waiting.trace()))));
        return queued.map(Turn::id);
    }
}
