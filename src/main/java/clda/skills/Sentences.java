package clda.skills;

import clda.conversation.IntentSource;
import clda.conversation.SlotValue;
import clda.nlu.IntentDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.account.Account;
import clda.nlu.account.Account.Left;
import clda.nlu.account.Accounting;
import clda.nlu.account.Accounting.Aim;
import clda.nlu.account.Find;
import clda.nlu.account.Kind;
import clda.nlu.account.Reading;
import clda.nlu.account.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads sentences for one intent: the values, the role of each word, and what else is asked for. */
final class Sentences {

    /** Slots that hold a time. */
    private static final Set<String> TIMES = Set.of("period", "month", "at", "every");

    /** Score below which a sentence only mentions something and asks for nothing; see {@link Interpreter#asks}. */
    private static final double ONLY_TELLS = -0.5;

    /** Score from which a sentence asks for something even if some of its words are not known. */
    private static final double CLEARLY_ASKS = 0.25;

    private static final List<Pattern> REFERENCES = List.of(Sign.SAME.pattern());
    private static final List<Pattern> FOLLOWING = List.of(Sign.SAME.pattern(), Sign.FOLLOW_UP.pattern());

    private final Repertoire repertoire;
    private final Interpreter interpreter;
    private final InnerRequests inner;

    Sentences(Repertoire repertoire, Interpreter interpreter) {
        this.repertoire = repertoire;
        this.interpreter = interpreter;
        this.inner = new InnerRequests(repertoire, interpreter);
    }

    /**
     * A sentence as read for one intent.
     *
     * @param named whether the sentence names the action
     * @param onlyTells whether the sentence resembles those that only mention something
     * @param leavesOnlyWords whether it clearly asks for the action, and has words besides that are not known
     */
    record Read(
            Reading reading,
            Account account,
            boolean isRead,
            boolean named,
            boolean onlyTells,
            boolean leavesOnlyWords) {

        Map<String, SlotValue> slots() {
            return reading.slots();
        }

        /** The values after the first, where the sentence gives several for a slot, as the user wrote them. */
        List<String> others() {
            return reading.several().values().stream()
                    .flatMap(finds -> finds.stream().skip(1))
                    .map(find -> find.value().raw())
                    .toList();
        }

        /**
         * Whether a yes is needed before anything is done. A read-only action may follow a good guess, but not with a
         * wrong value.
         */
        boolean isDoubtful() {
            return isUnclear() || !isRead && !reading.several().isEmpty();
        }

        /** The same, ignoring how often the action is to be repeated. */
        boolean isUnclear() {
            return isRead ? mayHaveAWrongValue() : !account.complete() || !named;
        }

        private boolean mayHaveAWrongValue() {
            boolean ofTime = reading.finds().keySet().stream().anyMatch(TIMES::contains);
            return account.left().stream()
                    .anyMatch(left -> left.kind() == Kind.QUANTITY
                                    && left.words().codePoints().anyMatch(Character::isDigit)
                            || ofTime && left.kind() == Kind.TIME);
        }
    }

    /** @param answers whether it may be an answer, or a correction, of what was talked about */
    Read read(String intent, Heard heard, boolean answers) {
        IntentDefinition definition = repertoire.skill(intent).intent();
        Reading reading = with(heard, intent, Reading.of(definition, heard.said()));
        boolean reads = repertoire.reads(intent, heard);
        Account account = Accounting.of(
                heard.said(),
                reading,
                new Aim(definition, interpreter.words(intent), reads, answers, answers ? FOLLOWING : REFERENCES));
        Account whole = account.with(inner.unclearOrders(definition, reading, heard));
        double asks = interpreter.asks(Accounting.withoutOrdersToTheMachine(heard.text()));
        boolean onlyTells = !reads && !answers && asks < ONLY_TELLS;
        if (onlyTells && whole.complete()) {
            whole = whole.with(List.of(new Left(Kind.DOUBT, heard.said().written(), true)));
        }
        boolean named = answers || account.asks() || ordersSomething(definition, reading);
        List<Left> further = new ArrayList<>(inner.endingTexts(reading, heard));
        if (!answers && further.isEmpty() && reading.several().isEmpty()) {
            further.addAll(inner.beside(intent, reading, heard));
        }
        boolean leavesOnlyWords = !reads
                && asks >= CLEARLY_ASKS
                && further.isEmpty()
                && reading.several().isEmpty()
                && whole.leavesOnlyWords();
        return new Read(reading, whole.with(further), reads, named, onlyTells, leavesOnlyWords);
    }

    /** The values that a text states for an intent, wherever they stand; empty if all of them are defaults. */
    Map<String, SlotValue> values(String intent, String text) {
        Map<String, SlotValue> values = repertoire.skill(intent).intent().find(text);
        boolean statesAny =
                values.values().stream().anyMatch(value -> !value.raw().isEmpty());
        return statesAny ? values : Map.of();
    }

    private static boolean ordersSomething(IntentDefinition definition, Reading reading) {
        return definition.slots().stream()
                .anyMatch(slot -> slot.finder().isOrder() && reading.finds().containsKey(slot.name()));
    }

    /** The reading with values added that only the interpreter has found. */
    private static Reading with(Heard heard, String intent, Reading reading) {
        Interpretation understood = heard.understood();
        if (!understood.intent().equals(intent)) {
            return reading;
        }
        Map<String, Find> finds = new LinkedHashMap<>(reading.finds());
        understood.slots().forEach((name, value) -> {
            int at = value.raw().isEmpty() ? -1 : heard.said().written().indexOf(value.raw());
            boolean known = finds.containsKey(name)
                    || reading.denied().stream().anyMatch(find -> find.value().equals(value));
            if (at >= 0 && !known && understood.source() != IntentSource.LOCAL) {
                finds.put(name, new Find(value, new Span(at, at + value.raw().length())));
            }
        });
        return new Reading(finds, reading.several(), reading.corrected(), reading.denied());
    }
}
