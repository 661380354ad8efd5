package clda.nlu.account;

import java.util.List;
import java.util.stream.Stream;

/**
 * The roles of the parts of a sentence.
 *
 * @param parts the parts with a known role, in the order of the sentence
 * @param left the parts without one
 * @param wishes whether the sentence says that someone wants something, such as "I need"
 */
public record Account(List<Part> parts, List<Left> left, boolean wishes) {

    /** The account of words that were not analysed. */
    public static final Account NONE = new Account(List.of(), List.of(), false);

    /** The role of a part that names the action. */
    public static final String ACT = "act";

    /** The role of a part that names the object of the action. */
    public static final String THING = "thing";

    /** The role of a part that is only polite or joins other parts. */
    public static final String FORM = "form";

    public Account {
        parts = List.copyOf(parts);
        left = List.copyOf(left);
    }

    /** @param of {@link #ACT}, {@link #THING}, {@link #FORM} or the name of a slot */
    public record Part(String of, String words) {}

    /**
     * Words without a known role.
     *
     * @param ofAct whether they stand in the same clause as the words that name the action
     */
    public record Left(Kind kind, String words, boolean ofAct) {}

    /** A copy with more words left over. */
    public Account with(List<Left> more) {
        return more.isEmpty()
                ? this
                : new Account(parts, Stream.concat(left.stream(), more.stream()).toList(), wishes);
    }

    /** Whether nothing is left over. */
    public boolean complete() {
        return left.isEmpty();
    }

    /** Whether the action is named and something is left over, and nothing of it is known to change the meaning. */
    public boolean leavesOnlyWords() {
        return namesAct() && !left.isEmpty() && left.stream().allMatch(words -> words.kind() == Kind.WORD);
    }

    public boolean leaves(Kind kind) {
        return left.stream().anyMatch(words -> words.kind() == kind);
    }

    /** Whether the sentence names an action or a wish, and not only values and objects. */
    public boolean asks() {
        return wishes || namesAct();
    }

    private boolean namesAct() {
        return parts.stream().anyMatch(part -> part.of().equals(ACT));
    }

    /** Whether the sentence says not to perform the action, or to stop. */
    public boolean refuses() {
        return left.stream()
                .anyMatch(
                        words -> words.ofAct() && (words.kind() == Kind.NEGATION || words.kind() == Kind.CANCELLATION));
    }

    /** Whether the words left over may reverse the meaning, so that further words from the same person do not settle it. */
    public boolean turns() {
        return left.stream().anyMatch(words -> switch (words.kind()) {
            case CONDITION, HYPOTHETICAL, REPORT, DOUBT, CANCELLATION -> true;
            case WORD -> false;
            default -> words.ofAct();
        });
    }
}
