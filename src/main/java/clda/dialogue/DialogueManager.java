package clda.dialogue;

import clda.conversation.Conversation;
import clda.conversation.ConversationHead;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.ConversationLog.Decided;
import clda.conversation.ImageRef;
import clda.conversation.Requester;
import clda.conversation.ToolError;
import clda.conversation.Trigger;
import clda.conversation.Turn;
import clda.conversation.TurnEvent.TurnCancelled;
import clda.conversation.TurnEvent.TurnCancelling;
import clda.conversation.TurnEvent.TurnStarted;
import clda.nlu.YesOrNo;
import clda.security.Caller;
import clda.store.Lease;
import clda.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens and cancels turns for users, and resumes those that a crash left running. All state is in the log. */
public final class DialogueManager implements AutoCloseable {

    private final ConversationLog log;
    private final Lanes lanes;
    private final SpokenDecisions spoken;
    private final Undo undo;
    private final Images images;
    private final DialogueRules rules;

    DialogueManager(
            ConversationLog log, Lanes lanes, Approvals approvals, Undo undo, Images images, DialogueRules rules) {
        this.log = log;
        this.lanes = lanes;
        this.spoken = new SpokenDecisions(log, approvals);
        this.undo = undo;
        this.images = images;
        this.rules = rules;
    }

    /** Takes over every turn whose node has stopped; to be called at startup and then every second. */
    public void takeUpAbandoned() {
        lanes.takeUpAbandoned();
    }

    /** Takes up the turns that other nodes have left to nodes like this one; to be called several times a second. */
    public void takeUpLeft() {
        lanes.takeUpLeft();
    }

    /** Drops the state in memory after the store has lost its latest events; turns that were running are taken up again. */
    public void startOver() {
        lanes.startOver();
        log.startOver();
    }

    /** Reads what other nodes have stored; to be called several times a second. */
    public void followOthers() {
        lanes.followOthers();
    }

    /**
     * Handles a person's message. If exactly one call waits for that person's approval, a yes or a no decides about it, by the
     * hash of what was shown.
     *
     * @param clientMessageId the client's own id; the same id again gives the same turn
     * @return the id of the turn that answers, queued or running
     */
    public String say(Caller caller, String conversationId, String text, @Nullable String clientMessageId) {
        return say(caller, conversationId, text, List.of(), clientMessageId);
    }

    /** @param imageIds the ids of images that were added to the conversation */
    public String say(
            Caller caller,
            String conversationId,
            String text,
            List<String> imageIds,
            @Nullable String clientMessageId) {
        rules.checkText(text);
        List<ImageRef> shown = images.named(conversationId, imageIds);
        requireOwn(caller, conversationId);
        if (shown.isEmpty() && !isKnown(conversationId, clientMessageId)) {
            Optional<String> decided = spoken.decidedBy(caller, conversationId, text, clientMessageId);
            if (decided.isPresent() && !YesOrNo.wantsAnother(text)) {
                return decided.get();
            }
        }
        return open(
                caller,
                conversationId,
                clientMessageId,
                conversation -> new Wish(text, conversation.tip(), shown, false, null));
    }

    private void requireOwn(Caller caller, String conversationId) {
        boolean own =
                log.head(conversationId).filter(head -> owns(head, caller)).isPresent();
        if (!own) {
            throw Refused.noSuchConversation();
        }
    }

    private boolean isKnown(String conversationId, @Nullable String clientMessageId) {
        return clientMessageId != null
                && log.view(conversationId, conversation -> conversation
                                .turnOfClientMessage(clientMessageId)
                                .isPresent())
                        .orElse(false);
    }

    /** Answers the same text again; the existing answer is kept. */
    public String regenerate(Caller caller, String conversationId, String turnId) {
        return open(caller, conversationId, null, conversation -> {
            Turn turn = settledTurn(conversation, turnId);
            Trigger trigger = turn.trigger();
            boolean announced = trigger != null && trigger.kind() == Trigger.Kind.EVENT;
            return new Wish(
                    turn.text(), turn.follows(), turn.images(), turn.opensUntrusted(), announced ? trigger : null);
        });
    }

    /**
     * Says something else in place of a turn; the turn stays on its own branch. If the turn was opened with text written by
     * others, the new text counts as written by others too.
     */
    public String edit(Caller caller, String conversationId, String turnId, String text) {
        rules.checkText(text);
        return open(caller, conversationId, null, conversation -> {
            Turn turn = settledTurn(conversation, turnId);
            return new Wish(text, turn.follows(), turn.images(), turn.opensUntrusted(), null);
        });
    }

    /** @param trigger what opens the turn instead of a person's words; null for a person's words */
    private record Wish(
            String text,
            @Nullable String follows,
            List<ImageRef> images,
            boolean untrusted,
            @Nullable Trigger trigger) {}

    private String open(
            Caller caller,
            String conversationId,
            @Nullable String clientMessageId,
            Function<Conversation, Wish> understand) {
        requireMayTalk(caller);
        Opening opened = append(conversationId, conversation -> {
            requireOwner(conversation, caller);
            if (clientMessageId != null) {
                Optional<Turn> same = conversation.turnOfClientMessage(clientMessageId);
                if (same.isPresent()) {
                    return new Decided<>(
                            Append.NOTHING, Opening.known(same.get().id()));
                }
            }
            Wish wish = understand.apply(conversation);
            requireRoom(conversation);
            Requester by = new Requester(caller.user(), caller.roleNames());
            Opening opening = lanes.opening(
                    conversation,
                    new TurnStarted(
                                    wish.text(),
                                    by,
                                    clientMessageId,
                                    wish.follows(),
                                    wish.trigger(),
                                    wish.images(),
                                    null)
                            .untrusted(wish.untrusted()));
            return new Decided<>(new Append(opening.events(), opening.alongside()), opening);
        });
        lanes.run(conversationId, opened);
        if (opened.queued() && rules.whileBusy() == DialogueRules.WhileBusy.INTERRUPT) {
            log.view(conversationId, Conversation::active)
                    .flatMap(Function.identity())
                    .ifPresent(active -> cancel(caller, conversationId, active.id()));
        }
        return opened.turnId();
    }

    private void requireRoom(Conversation conversation) {
        if (conversation.isFreeFor(null)) {
            return;
        }
        if (rules.whileBusy() == DialogueRules.WhileBusy.REJECT || conversation.queued() >= rules.maxQueued()) {
            throw new Refused(Refused.Kind.BUSY, "A turn of this conversation is running.");
        }
    }

    /**
     * Undoes a completed call in a separate turn.
     *
     * @return the id of that turn
     */
    public String undo(Caller caller, String conversationId, String turnId, String callId) {
        requireMayTalk(caller);
        Opening opened = append(conversationId, conversation -> {
            requireOwner(conversation, caller);
            Turn turn = settledTurn(conversation, turnId);
            Opening opening = lanes.opening(
                    conversation,
                    undo.of(
                            conversation,
                            turn,
                            turn.calls().stream()
                                    .filter(call -> call.callId().equals(callId))
                                    .findFirst()
                                    .orElseThrow(() -> new Refused(Refused.Kind.NOT_FOUND, "There is no such call."))));
            return new Decided<>(new Append(opening.events(), opening.alongside()), opening);
        });
        lanes.run(conversationId, opened);
        return opened.turnId();
    }

    /** @throws Refused if the caller may not talk */
    static void requireMayTalk(Caller caller) {
        if (!caller.mayTalk()) {
            throw new Refused(Refused.Kind.FORBIDDEN, "Conversations need the role user.");
        }
    }

    /** Maximum characters of a message. */
    public int maxText() {
        return rules.maxText();
    }

    private record Stopped(boolean runs, @Nullable String next, Lease lease) {}

    /** Stops a turn: a waiting turn ends at once, a running one as soon as its model or tool can be abandoned. */
    public void cancel(Caller caller, String conversationId, String turnId) {
        Lease lease = lanes.lease();
        Stopped stopped = append(conversationId, conversation -> {
            requireOwner(conversation, caller);
            Turn turn = existingTurn(conversation, turnId);
            return switch (turn.state()) {
                case QUEUED ->
                    new Decided<>(
                            Append.of(turnId, new TurnCancelled(caller.user(), null)), new Stopped(false, null, lease));
                case AWAITING_APPROVAL -> stopParked(conversation, turn, caller, lease);
                case RUNNING ->
                    new Decided<>(
                            turn.cancelling() ? Append.NOTHING : Append.of(turnId, new TurnCancelling(caller.user())),
                            new Stopped(true, null, lease));
                default -> new Decided<>(Append.NOTHING, new Stopped(false, null, lease));
            };
        });
        if (stopped.runs()) {
            lanes.stopHere(conversationId, turnId);
        }
        if (stopped.next() != null) {
            lanes.run(conversationId, stopped.next(), lease);
        }
    }

    private Decided<Stopped> stopParked(Conversation conversation, Turn turn, Caller caller, Lease lease) {
        Settling settling = lanes.settle(
                conversation,
                turn,
                List.of(new TurnCancelled(caller.user(), null)),
                new ToolError("cancelled", "The turn was cancelled."),
                false,
                lease);
        List<Write> alongside = new ArrayList<>(settling.append().alongside());
        String next = settling.next();
        if (next != null) {
            Placement.Start start = lanes.start(conversation, lease);
            alongside.addAll(start.writes());
            next = start.here() ? next : null;
        }
        return new Decided<>(new Append(settling.append().events(), alongside), new Stopped(false, next, lease));
    }

    /** Whether this node will store nothing more of any turn unless one begins. */
    public boolean atRest() {
        return lanes.atRest();
    }

    /** Whether nothing runs on this node; for tests. */
    public boolean idle() {
        return lanes.idle();
    }

    /** How many turns run on this node. */
    public int running() {
        return lanes.running();
    }

    static Turn existingTurn(Conversation conversation, String turnId) {
        if (!conversation.hasTurn(turnId)) {
            throw new Refused(Refused.Kind.NOT_FOUND, "There is no such turn.");
        }
        return conversation.turn(turnId);
    }

    private static Turn settledTurn(Conversation conversation, String turnId) {
        Turn turn = existingTurn(conversation, turnId);
        if (!turn.state().settled()) {
            throw new Refused(Refused.Kind.BUSY, "The turn has not ended yet.");
        }
        return turn;
    }

    static void requireOwner(Conversation conversation, Caller caller) {
        if (!owns(conversation.head(), caller)) {
            throw Refused.noSuchConversation();
        }
    }

    static boolean owns(ConversationHead head, Caller caller) {
        return head.tenant().equals(caller.tenant()) && head.owner().equals(caller.user());
    }

    private <T> T append(String conversationId, Function<Conversation, Decided<T>> decide) {
        return log.append(conversationId, decide)
                .orElseThrow(Refused::noSuchConversation)
                .result();
    }

    /** Leaves running turns as they are; they are resumed at the next start. */
    @Override
    public void close() {
        lanes.close();
    }
}
