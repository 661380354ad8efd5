package clda.web.wire;

import clda.conversation.Decision;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A decision about exactly what was shown.
 *
 * @param decision approve or deny
 * @param hash that of what was shown
 * @param reason why, for the record
 * @param arguments the arguments as edited, if they are to be other ones
 * @param remember whether further calls of the tool in this conversation need not be asked about
 */
public record DecisionRequest(
        Decision decision,
        String hash,
        @Nullable String reason,
        @Nullable ObjectNode arguments,
        @Nullable Boolean remember)
        implements Body {}
