package clda.tools;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime has to know of a tool besides its effect class.
 *
 * @param background whether a call goes on after its turn, as a task that tells in a turn of its own what came of it
 * @param untrusted whether its results are written by others, such as mail or pages of the web, who may want the model to do
 *     something
 * @param weighty whether a call matters although its effect stays in the server's own database
 * @param undo the tool that takes a call of this one back: its arguments are taken by name from the result, then from the
 *     arguments of the call; null if there is none
 * @param money the currencies, by ISO 4217, of those arguments and members of the result that are amounts of money, by their
 *     names; empty where a member {@code currency} beside or around the amount names it
 */
public record Traits(
        boolean background, boolean untrusted, boolean weighty, @Nullable String undo, Map<String, String> money) {

    public static final Traits NONE = new Traits(false, false, false, null);

    public Traits {
        // Recordings from before there was money name none.
        money = Map.copyOf(Objects.requireNonNullElse(money, Map.of()));
    }

    /** Of a tool that has nothing to do with money. */
    public Traits(boolean background, boolean untrusted, boolean weighty, @Nullable String undo) {
        this(background, untrusted, weighty, undo, Map.of());
    }
}
