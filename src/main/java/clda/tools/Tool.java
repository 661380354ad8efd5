package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** A tool that the agent can call. */
public interface Tool {

    ToolDefinition definition();

    /**
     * Carries out a call.
     *
     * @param arguments already valid against the definition's schema
     * @throws ToolFailure if it is certain that nothing was done
     * @throws RuntimeException any other: it is unknown whether it was done
     */
    JsonNode call(ObjectNode arguments, ToolContext context);

    /**
     * Checks whether the call can succeed, before a person is asked to approve it. Changes nothing.
     *
     * @param arguments already valid against the definition's schema
     * @throws ToolFailure if it cannot be done: the call fails and no one is asked to approve it
     * @throws RuntimeException any other: the tool could not find out, and approval is requested
     */
    default void check(ObjectNode arguments, ToolContext context) {}

    /** Whether the remote system can be asked about an earlier call; always so for a QUERYABLE tool. */
    default boolean canBeAsked() {
        return false;
    }

    /**
     * Asks the remote system about an earlier call.
     *
     * @param context the same as that of the call, with the same key
     * @return what the call would have returned; empty if the remote system knows nothing of it
     * @throws RuntimeException if it could not be asked
     */
    default Optional<JsonNode> lookUp(ObjectNode arguments, ToolContext context) {
        throw new UnsupportedOperationException("tool " + definition().name() + " cannot be asked");
    }
}
