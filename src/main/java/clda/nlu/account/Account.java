package clda.nlu.account;

import java.util.List;
import java.util.stream.Stream;

/**
 * The roles of the parts of a sentence.
 *
 * @param parts the parts that are accounted for, in the order of the sentence
 * @param left the parts that are not
 * @param wishes whether it says that someone wants something, as "I need"
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
     * @param ofAct whether they stand in one clause with what names the act
     */
    public record Left(Kind kind, String words, boolean ofAct) {}

    /** With more that is left over. */
    public Account with(List<Left> more) {
        return more.isEmpty()
                ? this
                : new Account(parts, Stream.concat(left.stream(), more.stream()).toList(), wishes);
    }

    /** Whether nothing is left over. */
    public boolean complete() {
        return left.isEmpty();
    }

    public boolean leaves(Kind kind) {
        return left.stream().anyMatch(words -> words.kind() == kind);
    }

    /** Whether the sentence names an action, and not only values and objects. */
    public boolean asks() {
        return wishes || parts.stream().anyMatch(part -> part.of().equals(ACT));
    }

    /** Whether the sentence says not to do it, or to stop. */
    public boolean refuses() {
        return left.stream()
                .anyMatch(
                        words -> words.ofAct() && (words.kind() == Kind.NEGATION || words.kind() == Kind.CANCELLATION));
    }

    /** Whether what is left may turn round what is meant, so that more words of the same person do not settle it. */
    public boolean turns() {
        return left.stream().anyMatch(words -> switch (words.kind()) {
            case CONDITION, HYPOTHETICAL, REPORT, DOUBT, CANCELLATION -> true;
            case WORD -> false;
            default -> words.ofAct();
        });
    }
}
