package clda.skills;

import static clda.nlu.IntentDefinition.cue;

import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.SlotDefinition;
import clda.nlu.Interpretation;
import clda.nlu.Interpreter;
import clda.nlu.Said;
import clda.nlu.account.Account;
import clda.nlu.account.Account.Left;
import clda.nlu.account.Accounting;
import clda.nlu.account.Accounting.Aim;
import clda.nlu.account.Find;
import clda.nlu.account.Kind;
import clda.nlu.account.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Looks for further requests inside a sentence that is read as one: beside it, at the end of a free text, or as a value that
 * has to be a request itself.
 */
final class InnerRequests {

    /** Maximum number of characters of a text that is analysed. */
    private static final int LOOKED_AT = 300;

    /** A beginning that names a subject, which a request does not have. */
    private static final Pattern TELLS_OF_SOMEBODY = cue(
            "^\\s*(?:(?:i|we|he|she|they)\\b(?!['’]d\\b| (?:want|need|would)\\b)|(?:我们|咱们|他们|她们|他|她|我)(?!要|想|需要|希望|得))");

    /** Certainty from which a part of a sentence counts as a request of its own. */
    private static final double LIKELY = 0.75;

    private final Repertoire repertoire;
    private final Interpreter interpreter;

    InnerRequests(Repertoire repertoire, Interpreter interpreter) {
        this.repertoire = repertoire;
        this.interpreter = interpreter;
    }

    /** Parts of the sentence, outside any text, that ask for something else. */
    List<Left> beside(String intent, Reading reading, Heard heard) {
        if (heard.text().length() > LOOKED_AT || !reading.corrected().isEmpty()) {
            return List.of();
        }
        return RequestParts.of(heard.text(), reading).stream()
                .map(part -> heard.said().part(part))
                .filter(part -> asksForOther(intent, part, heard))
                .map(part -> new Left(Kind.WORD, part.written(), true))
                .toList();
    }

    private boolean asksForOther(String intent, Said part, Heard heard) {
        Interpretation understood = interpreter.interpret(part.written());
        return !understood.intent().equals(intent)
                && repertoire.usable(understood.intent(), heard)
                && understood.confidence() >= LIKELY
                && strict(understood.intent(), part, heard).asks();
    }

    /** Requests at the end of a free text, which may or may not be part of that text. */
    List<Left> endingTexts(Reading reading, Heard heard) {
        return reading.finds().values().stream()
                .filter(find -> find.free() && find.value().value().length() <= LOOKED_AT)
                .flatMap(find -> RequestParts.afterSeparators(find.value().value()).stream())
                .filter(rest -> isRequest(rest, heard))
                .findFirst()
                .map(rest -> List.of(new Left(Kind.WORD, rest, true)))
                .orElse(List.of());
    }

    private boolean isRequest(String text, Heard heard) {
        if (text.isBlank()) {
            return false;
        }
        Interpretation understood = interpreter.interpret(text);
        if (!repertoire.usable(understood.intent(), heard)) {
            return false;
        }
        Said said = Said.of(text);
        Account account = strict(understood.intent(), said, heard);
        boolean says =
                Reading.of(repertoire.skill(understood.intent()).intent(), said).saysAny();
        return account.asks() && (account.complete() || says && understood.confidence() >= LIKELY);
    }

    /** Values that should be requests but are not requests on their own. */
    List<Left> unclearOrders(IntentDefinition definition, Reading reading, Heard heard) {
        List<Left> left = new ArrayList<>();
        for (SlotDefinition slot : definition.slots()) {
            Find find = reading.finds().get(slot.name());
            if (slot.finder().isOrder() && find != null && !find.free()) {
                left.addAll(notAnOrder(find.value().value(), heard));
            }
        }
        return left;
    }

    private List<Left> notAnOrder(String text, Heard heard) {
        Said said = Said.of(text);
        Interpretation understood = interpreter.interpret(text);
        if (!repertoire.usable(understood.intent(), heard)
                || TELLS_OF_SOMEBODY.matcher(said.read()).find()) {
            return List.of(new Left(Kind.WORD, text, false));
        }
        Account account = strict(understood.intent(), said, heard);
        return account.asks() ? account.left() : List.of(new Left(Kind.WORD, text, false));
    }

    /** The account of a text that is nested in another. */
    private Account strict(String intent, Said text, Heard heard) {
        IntentDefinition definition = repertoire.skill(intent).intent();
        return Accounting.of(
                text,
                Reading.of(definition, text),
                new Aim(
                        definition,
                        interpreter.words(intent),
                        repertoire.reads(intent, heard),
                        false,
                        List.of(Sign.SAME.pattern())));
    }
}
