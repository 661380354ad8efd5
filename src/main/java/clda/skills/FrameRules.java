package clda.skills;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.account.Account;
import clda.skills.AnswerRules.Answers;
import clda.skills.Move.About;
import clda.skills.Move.Act;
import clda.skills.Move.Meant;
import clda.skills.Move.Say;
import clda.skills.SlotFilling.Known;
import clda.skills.SlotFilling.Sureness;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that decide what a sentence does: it may answer the question that was asked, with one value or several, correct an
 * earlier answer, refer to something mentioned before, ask for something else first, give up, or begin something new.
 */
final class FrameRules {

    /** The intent of giving up. */
    private static final String CANCEL = "cancel";

    private final Repertoire repertoire;
    private final SlotFilling filling;
    private final AnswerRules answerRules;
    private final RequestRules requestRules;
    private final ChoiceRules choiceRules;

    FrameRules(Repertoire repertoire, Interpreter interpreter) {
        Sentences sentences = new Sentences(repertoire, interpreter);
        this.repertoire = repertoire;
        this.filling = new SlotFilling(repertoire);
        this.answerRules = new AnswerRules(repertoire, interpreter, sentences, filling);
        this.requestRules = new RequestRules(
                repertoire, sentences, new SeveralRequests(repertoire, interpreter, sentences), filling);
        this.choiceRules = new ChoiceRules(repertoire, sentences, filling);
    }

    /** Decides what to do with the sentence. */
    Move next(Heard heard, DialogueState state) {
        List<Frame> frames = state.frames().stream()
                .filter(frame -> ChoiceRules.isChoice(frame) || repertoire.usable(frame.intent(), heard))
                .toList();
        return frames.isEmpty() ? begin(heard, state) : goOn(heard, state, frames);
    }

    /** Whether {@link #next} can handle the sentence without a language model, because no part of it is left over. */
    boolean answersFrame(Move move, DialogueState state) {
        boolean other = move instanceof Say say
                && switch (say.about()) {
                    case Move.NoAnswer none -> true;
                    case Move.SmallTalk talk -> true;
                    case Move.WhichOf which -> true;
                    case Move.Asked asked -> true;
                    case Move.Unclear unclear -> true;
                    case Move.Doubt doubt -> true;
                    case Move.NotUnderstood not -> true;
                    default -> false;
                };
        return !state.frames().isEmpty() && !other && move.meant().account().complete();
    }

    private Move begin(Heard heard, DialogueState state) {
        Interpretation understood = heard.understood();
        if (Sign.DROP_ALL.in(heard.text()) || Sign.UNDO.in(heard.text()) || drops(heard)) {
            return new Say(meant(CANCEL, Map.of()), new Move.NothingOpen(), List.of());
        }
        Optional<Move> again = requestRules.again(heard, state);
        if (again.isPresent()) {
            return again.get();
        }
        if (repertoire.usable(understood.intent(), heard)) {
            return requestRules.enter(understood.intent(), heard, state, List.of());
        }
        return talk(heard, List.of());
    }

    private Move goOn(Heard heard, DialogueState state, List<Frame> frames) {
        Frame asked = frames.getLast();
        List<Frame> paused = frames.subList(0, frames.size() - 1);
        if (Sign.DROP_ALL.in(heard.text())) {
            return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), List.of());
        }
        if (Sign.DROP.in(heard.text()) || drops(heard) && !answerRules.asksForText(asked)) {
            return drop(paused);
        }
        if (ChoiceRules.isChoice(asked)) {
            return choiceRules
                    .choose(heard, asked, paused)
                    .orElseGet(() ->
                            next(heard, new DialogueState(paused, state.mentioned(), state.done(), state.current())));
        }
        if (Sign.START_OVER.in(heard.text())) {
            return filling.advance(
                    new Known(asked.intent(), Map.of(), Account.NONE),
                    heard,
                    paused,
                    new Move.StartedOver(),
                    Sureness.SURE);
        }
        if (asked.asksWhether() && Sign.AFFIRM.in(heard.text())) {
            return new Act(meant(asked.intent(), asked.slots()));
        }
        if (asked.asksWhether() && Sign.DENY.in(heard.text())) {
            return drop(paused);
        }
        if (answerRules.digresses(heard, asked)) {
            return requestRules.enter(heard.understood().intent(), heard, state, frames);
        }
        Answers answers = answerRules.answers(heard, state, asked);
        if (answers.account().refuses()) {
            return drop(paused);
        }
        if (!answers.values().isEmpty()) {
            return answerRules.fill(answers, heard, asked, paused);
        }
        if (asked.rests() && heard.understood().intent().equals(asked.intent())) {
            return requestRules.enter(asked.intent(), heard, state, frames);
        }
        Optional<About> doubt = filling.doubt(asked.intent(), asked.missing(), heard);
        // If the question has been set aside for a while, a sentence without an answer is not
        // treated as one.
        if (doubt.isEmpty() && (repertoire.isSmallTalk(heard) || asked.rests())) {
            return talk(heard, frames);
        }
        int misses = asked.misses() == null ? 1 : asked.misses() + 1;
        Frame missed =
                new Frame(asked.intent(), asked.slots(), asked.missing(), asked.confirming(), misses, asked.doubtful());
        return new Say(
                heard.meant(), doubt.orElseGet(() -> new Move.NoAnswer(misses)), FrameStack.with(missed, paused));
    }

    private static boolean drops(Heard heard) {
        return Sign.DROP.in(heard.text()) || heard.understood().intent().equals(CANCEL) && heard.isCertain();
    }

    /** Drops the request that was asked about; the one beneath it comes next. */
    private static Move drop(List<Frame> paused) {
        return new Say(meant(CANCEL, Map.of()), new Move.Dropped(), FrameStack.aside(paused));
    }

    /** Answers a sentence that is not understood as a request. */
    private Move talk(Heard heard, List<Frame> frames) {
        Interpretation understood = heard.understood();
        if (repertoire.isSmallTalk(heard)) {
            return new Say(heard.meant(), new Move.SmallTalk(understood.intent()), FrameStack.aside(frames));
        }
        List<String> likely = understood.alternatives().stream()
                .filter(intent -> repertoire.usable(intent, heard))
                .toList();
        return likely.size() < 2
                ? new Say(heard.meant(), new Move.NotUnderstood(), FrameStack.aside(frames))
                : ChoiceRules.ask(heard, likely, frames);
    }

    /** The frames that remain when the topic of the current turn is done. */
    List<Frame> left(DialogueState state) {
        String about = state.current() == null ? null : state.current().intent();
        if (about != null && repertoire.has(about) && repertoire.skill(about).endsTheTalk()) {
            return List.of();
        }
        return FrameStack.without(about, state.frames());
    }

    private static Meant meant(String intent, Map<String, SlotValue> slots) {
        return new Meant(intent, 1, slots, IntentSource.LOCAL);
    }
}
