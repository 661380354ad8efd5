package clda.skills;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.nlu.account.Account;
import clda.nlu.account.Kind;
import clda.skills.Move.Act;
import clda.skills.Move.Meant;
import clda.skills.Move.Say;
import clda.skills.Sentences.Read;
import clda.skills.SlotFilling.Known;
import clda.skills.SlotFilling.Sureness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules by which a sentence begins a request, resumes one that was paused, or repeats the last one. */
final class RequestRules {

    /** Maximum number of frames on the stack; deeper ones are forgotten. */
    private static final int DEEPEST = 4;

    /** Certainty below which an action that changes something needs a yes first. */
    private static final double SURE = 0.7;

    private final Repertoire repertoire;
    private final Sentences sentences;
    private final SeveralRequests severalRequests;
    private final SlotFilling filling;

    RequestRules(Repertoire repertoire, Sentences sentences, SeveralRequests severalRequests, SlotFilling filling) {
        this.repertoire = repertoire;
        this.sentences = sentences;
        this.severalRequests = severalRequests;
        this.filling = filling;
    }

    /** Repeats the last action with other values; empty if the sentence does not ask for that. */
    Optional<Move> again(Heard heard, DialogueState state) {
        IntentRecognized done = state.done();
        if (done == null || !repertoire.usable(done.intent(), heard) || !heard.isShort()) {
            return Optional.empty();
        }
        boolean corrects = Sign.CORRECTION.in(heard.text());
        boolean other = repertoire.usable(heard.understood().intent(), heard)
                && !heard.understood().intent().equals(done.intent());
        boolean open = Sign.FOLLOW_UP.in(heard.text()) || !heard.understood().known();
        if (other || !corrects && !open) {
            return Optional.empty();
        }
        Read read = sentences.read(done.intent(), heard, true);
        if (!read.reading().saysAny()) {
            return Optional.empty();
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>(done.slots());
        slots.putAll(read.slots());
        return Optional.of(filling.advance(
                new Known(done.intent(), slots, read.account()),
                heard,
                List.of(),
                new Move.Nothing(),
                read.isDoubtful() ? Sureness.DOUBTFUL : read.isRead() ? Sureness.SURE : Sureness.LIKELY));
    }

    /** Begins an intent, or resumes it if it was paused. */
    Move enter(String intent, Heard heard, DialogueState state, List<Frame> open) {
        Read read = sentences.read(intent, heard, false);
        List<Meant> several = severalRequests.in(intent, heard, read);
        if (!several.isEmpty()) {
            return new Act(several.getFirst(), several.subList(1, several.size()));
        }
        Map<String, SlotValue> slots = new LinkedHashMap<>();
        open.stream().filter(frame -> frame.intent().equals(intent)).forEach(frame -> slots.putAll(frame.slots()));
        slots.putAll(read.slots());
        heard.mentioned(repertoire.missing(intent, slots), state).forEach(slots::putIfAbsent);
        Account account = read.account()
                .with(read.others().stream()
                        .map(words -> new Account.Left(Kind.WORD, words, true))
                        .toList());
        Known known = new Known(intent, slots, account);
        if (!read.isRead()
                && read.account().refuses()
                && read.reading().denied().isEmpty()) {
            return new Say(known.meant(heard), new Move.Declined(intent, slots), FrameStack.aside(open));
        }
        if (!read.isRead()
                && read.account().leaves(Kind.QUESTION)
                && read.reading().saysAny()) {
            return new Say(known.meant(heard), new Move.Asked(intent, slots), FrameStack.aside(open));
        }
        List<Frame> below = FrameStack.without(intent, open);
        List<Frame> deepest = below.size() > DEEPEST ? below.subList(below.size() - DEEPEST, below.size()) : below;
        Sureness sureness = read.isDoubtful()
                ? read.leavesOnlyWords() ? Sureness.UNCLEAR : Sureness.DOUBTFUL
                : heard.understood().confidence() >= SURE ? Sureness.SURE : Sureness.LIKELY;
        return filling.advance(known, heard, deepest, new Move.Nothing(), sureness);
    }
}
