package clda.web.wire;

import clda.conversation.Decision;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Decides an approval that this socket was shown. */
public record DecideMessage(
        String approvalId,
        Decision decision,
        @Nullable String hash,
        @Nullable String reason,
        @Nullable ObjectNode arguments,
        @Nullable Boolean remember)
        implements Body {}
