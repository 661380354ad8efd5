package clda.skills;

import clda.conversation.DialogueState;
import clda.conversation.Frame;
import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.account.Account;
import clda.nlu.account.Account.Left;
import clda.nlu.account.Accounting;
import clda.nlu.account.Kind;
import clda.skills.Move.About;
import clda.skills.Sentences.Read;
import clda.skills.SlotFilling.Known;
import clda.skills.SlotFilling.Sureness;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules by which a sentence answers the question of a frame, corrects an earlier answer, or is about something else. */
final class AnswerRules {

    private final Repertoire repertoire;
    private final Interpreter interpreter;
    private final Sentences sentences;
    private final SlotFilling filling;

    AnswerRules(Repertoire repertoire, Interpreter interpreter, Sentences sentences, SlotFilling filling) {
        this.repertoire = repertoire;
        this.interpreter = interpreter;
        this.sentences = sentences;
        this.filling = filling;
    }

    /** Whether the user now wants something else. */
    boolean digresses(Heard heard, Frame asked) {
        String intent = heard.understood().intent();
        if (!repertoire.usable(intent, heard) || intent.equals(asked.intent())) {
            return false;
        }
        // Any text can answer a question that asks for a text, but a question is unlikely to.
        if (asksForText(asked)) {
            return Sign.QUESTION.in(heard.text());
        }
        String rest = Sign.SAME.removedFrom(without(
                heard.text(), sentences.values(asked.intent(), heard.text()).values()));
        if (rest.equals(heard.text())) {
            return true;
        }
        Interpretation ofRest = interpreter.interpret(rest);
        return ofRest.intent().equals(intent) && ofRest.confidence() >= Heard.CERTAIN;
    }

    boolean asksForText(Frame asked) {
        return !ChoiceRules.isChoice(asked)
                && !asked.asksWhether()
                && !asked.missing().isEmpty()
                && repertoire
                        .slot(asked.intent(), asked.missing().getFirst())
                        .map(SlotDefinition::whole)
                        .orElse(false);
    }

    /** @param account nothing is left over of what is any text */
    record Answers(Map<String, SlotValue> values, Account account, boolean doubtful) {}

    /** The values that the sentence gives, whether they were asked for or not. */
    Answers answers(Heard heard, DialogueState state, Frame asked) {
        Read read = sentences.read(asked.intent(), heard, true);
        Map<String, SlotValue> answers = new LinkedHashMap<>();
        if (read.reading().saysAny()) {
            answers.putAll(read.slots());
        }
        boolean corrects = !answers.isEmpty() && Sign.CORRECTION.in(heard.text());
        boolean anyText = false;
        if (asksForText(asked)
                && !asked.rests()
                && !corrects
                && !talksOnly(heard)
                && !Accounting.isTakenBack(heard.text())
                && !answers.containsKey(asked.missing().getFirst())) {
            String rest = without(heard.said().written(), answers.values());
            if (!rest.isEmpty()) {
                answers.put(asked.missing().getFirst(), new SlotValue(rest, rest));
                anyText = true;
            }
        }
        heard.mentioned(asked.missing(), state).forEach(answers::putIfAbsent);
        if (anyText) {
            return new Answers(answers, Account.NONE, false);
        }
        boolean odd = !answers.isEmpty() && deniesNothingSaid(heard, asked);
        Account account = odd
                ? read.account().with(List.of(new Left(Kind.DOUBT, heard.said().written(), true)))
                : read.account();
        return new Answers(answers, account, odd || read.isDoubtful());
    }

    /**
     * Whether a no stands in front of the first value of a request that changes something. Later, it is to a value that was
     * given before; here, it may be to the request.
     */
    private boolean deniesNothingSaid(Heard heard, Frame asked) {
        return Sign.DENIAL.in(heard.text())
                && asked.misses() == null
                && asked.slots().values().stream().allMatch(value -> value.raw().isEmpty())
                && !repertoire.reads(asked.intent(), heard);
    }

    /** Whether the sentence is only small talk and therefore not a text value. */
    private boolean talksOnly(Heard heard) {
        return repertoire.isSmallTalk(heard) && heard.isShort() && heard.isCertain();
    }

    private static String without(String text, Collection<SlotValue> values) {
        String rest = text;
        for (SlotValue value : values) {
            rest = value.raw().isEmpty() ? rest : rest.replace(value.raw(), " ");
        }
        return text.equals(rest) ? text : rest.replaceAll("\\s{2,}", " ").strip();
    }

    /** Adds the answers to what is known, and says which of them replace earlier ones. */
    Move fill(Answers answers, Heard heard, Frame asked, List<Frame> paused) {
        Map<String, SlotValue> slots = new LinkedHashMap<>(asked.slots());
        Map<String, SlotValue> changed = new TreeMap<>();
        answers.values().forEach((name, value) -> {
            SlotValue before = slots.put(name, value);
            if (before != null
                    && !before.value().equals(value.value())
                    && !value.raw().isEmpty()) {
                changed.put(name, value);
            }
        });
        About about = changed.isEmpty() ? new Move.Nothing() : new Move.Changed(asked.intent(), changed);
        Sureness sureness = answers.doubtful() || asked.leavesDoubt()
                ? Sureness.DOUBTFUL
                : asked.asksWhether() ? Sureness.LIKELY : Sureness.SURE;
        return filling.advance(new Known(asked.intent(), slots, answers.account()), heard, paused, about, sureness);
    }
}
