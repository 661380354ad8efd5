package clda.tools;

import org.jspecify.annotations.Nullable;

/**
 * What the runtime has to know of a tool besides its effect.
 *
 * @param background whether a call goes on after its turn, as a task that tells in a turn of its own what came of it
 * @param untrusted whether its results are written by others, such as mail or pages of the web, who may want the model to do
 *     something
 * @param weighty whether a call matters although its effect stays in the server's own database
 * @param undo the tool that takes a call of this one back: its arguments are taken by name from the result, then from the
 *     arguments of the call; null if there is none
 */
public record Traits(boolean background, boolean untrusted, boolean weighty, @Nullable String undo) {

    public static final Traits NONE = new Traits(false, false, false, null);
}
