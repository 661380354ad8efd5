package clda.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that can act. */
public interface Tool {

    ToolDefinition definition();

    /**
     * Acts.
     *
     * @param arguments already valid against the definition's schema
     * @throws ToolFailure if it is certain that nothing was done
     * @throws RuntimeException any other: nobody knows whether it was done
     */
    JsonNode call(ObjectNode arguments, ToolContext context);
}
