package clda.tools;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime has to know about a tool besides its effect class.
 *
 * @param background whether a call continues after its turn, as a task that reports its outcome in a turn of its own
 * @param untrusted whether its results are written by others, such as mail or pages of the web, who may try to influence the
 *     model
 * @param weighty whether a call matters although its effect stays in the server's own database
 * @param undo the tool that undoes a call of this one: its arguments are taken by name from the result, then from the arguments
 *     of the call; null if there is none
 * @param money the currencies, by ISO 4217, of those arguments and members of the result that are amounts of money, by their
 *     names; empty if a member {@code currency} next to the amount, or of an enclosing object, names it
 * @param recurrences the names of those arguments and members of the result that are recurrence rules, which people see in
 *     words
 */
public record Traits(
        boolean background,
        boolean untrusted,
        boolean weighty,
        @Nullable String undo,
        Map<String, String> money,
        Set<String> recurrences) {

    public static final Traits NONE = new Traits(false, false, false, null);

    public Traits {
        // Recordings made before these were added have none.
        money = Map.copyOf(Objects.requireNonNullElse(money, Map.of()));
        recurrences = Set.copyOf(Objects.requireNonNullElse(recurrences, Set.of()));
    }

    /** For a tool that handles neither amounts of money nor recurrence rules. */
    public Traits(boolean background, boolean untrusted, boolean weighty, @Nullable String undo) {
        this(background, untrusted, weighty, undo, Map.of(), Set.of());
    }
}
