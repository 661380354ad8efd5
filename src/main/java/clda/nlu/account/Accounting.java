package clda.nlu.account;

import clda.nlu.IntentDefinition;
import clda.nlu.IntentDefinition.Naming;
import clda.nlu.Said;
import clda.nlu.account.Account.Left;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assigns a role to every word of a sentence: it states a value, names the action, is polite, or joins other words. Words
 * that are left over either change the meaning or were not understood. In both cases the sentence must not be acted on
 * without asking. There is no list of forbidden sentences: unknown words are left over.
 */
public final class Accounting {

    private static final int LONGEST_FORM = 40;

    /** Attempts to change the rules. They have no effect, and the request is clear without them. */
    private static final Pattern TO_THE_MACHINE = Pattern.compile(
            "\\b(?:ignore|forget|disregard) (?:all |any )?(?:the |your |of the )?(?:previous |prior |above )?(?:instructions|rules)\\b|\\bwithout (?:any )?approval\\b|忽略(?:之前|以上|上面)?的?(?:所有|全部)?(?:的)?(?:指令|规则)|(?:不需要|无需|不用)(?:任何)?(?:批准|审批)",
            Pattern.CASE_INSENSITIVE);

    /** Words saying that the request applies to each of several things. */
    private static final Pattern EACH = Pattern.compile(
            "\\b(?:each|apiece|both(?: of them)?|for each|per order|respectively|cc)\\b:?|各|每个|每单|分别|都|抄送",
            Pattern.CASE_INSENSITIVE);

    private Accounting() {}

    /**
     * The purpose for which a sentence is read.
     *
     * @param vocabulary words known from examples of the intent; they name the action only if the intent defines no words
     *     for it
     * @param reads whether the action only reads and changes nothing
     * @param answers whether the sentence may answer the open question
     * @param references patterns of words that refer to something mentioned earlier
     */
    public record Aim(
            IntentDefinition intent,
            Set<String> vocabulary,
            boolean reads,
            boolean answers,
            List<Pattern> references) {}

    public static Account of(Said said, Reading reading, Aim aim) {
        Marks marks = new Marks(said);
        reading.finds().forEach((slot, find) -> {
            List<Find> all = reading.several().getOrDefault(slot, List.of(find));
            all.forEach(each -> each.spans().forEach(span -> marks.mark(span, slot, each.free())));
        });
        reading.corrected().forEach(span -> marks.mark(span, Account.FORM, false));
        if (aim.reads()) {
            reading.denied().forEach(find -> find.spans().forEach(span -> marks.mark(span, Account.FORM, false)));
        }
        if (!reading.several().isEmpty()) {
            marks.markAll(EACH, Account.FORM);
        }
        aim.references().forEach(reference -> marks.markAll(reference, Account.FORM));
        for (Naming naming : aim.intent().acts()) {
            marks.markAll(naming.words(), naming.isAct() ? Account.ACT : Account.THING);
        }
        boolean wishes = marks.finds(EnglishWords.WISH) || marks.finds(ChineseWords.WISH);
        marks.markAll(TO_THE_MACHINE, Account.FORM);
        marks.markAll(EnglishWords.FORM, Account.FORM);
        if (aim.answers()) {
            marks.markAll(EnglishWords.ANSWER, Account.FORM);
            marks.markAll(ChineseWords.ANSWER, Account.FORM);
        }
        marks.markAll(ChineseWords.FORM, Account.FORM);
        marks.markWords(EnglishWords.JOINING, Account.FORM);
        marks.markTaught(aim, aim.intent().acts().isEmpty() ? Account.ACT : Account.THING);
        List<Left> left = new LeftWords(marks).all(aim, reading);
        return new Account(marks.parts(), left, wishes);
    }

    /** The sentence without its opening and closing courtesies; empty if there is nothing else. */
    public static String core(String text) {
        int from = 0;
        int to = text.length();
        for (boolean again = true; again; ) {
            while (from < to && isBetweenWords(text.charAt(from))) {
                from++;
            }
            again = false;
            for (Pattern form : List.of(EnglishWords.FORM, ChineseWords.COURTESY)) {
                Matcher matcher = form.matcher(text).region(from, to).useTransparentBounds(true);
                if (from < to && matcher.lookingAt()) {
                    from = matcher.end();
                    again = true;
                }
            }
        }
        for (boolean again = true; again && from < to; ) {
            int end = to;
            while (end > from && (isBetweenWords(text.charAt(end - 1)))) {
                end--;
            }
            again = false;
            for (Pattern form : List.of(EnglishWords.FORM, ChineseWords.THANKS)) {
                Matcher matcher = form.matcher(text)
                        .region(Math.max(from, end - LONGEST_FORM), end)
                        .useTransparentBounds(true);
                while (!again && matcher.find()) {
                    if (matcher.end() == end) {
                        to = matcher.start();
                        again = true;
                    }
                }
            }
        }
        return text.substring(from, Math.max(from, to)).strip();
    }

    private static boolean isBetweenWords(char c) {
        return Character.isWhitespace(c) || ",.;:!，。；：！、".indexOf(c) >= 0;
    }

    /** The sentence without attempts to change the rules, which have no effect. */
    public static String withoutOrdersToTheMachine(String text) {
        return TO_THE_MACHINE.matcher(text).replaceAll("");
    }

    /** Whether the end of the text takes back its beginning. */
    public static boolean isTakenBack(String text) {
        return TurningWords.TAKEN_BACK.matcher(text).find();
    }

    /** Whether the text says that something applies to each of several things. */
    public static boolean saysEach(String text) {
        return EACH.matcher(text).find();
    }
}
