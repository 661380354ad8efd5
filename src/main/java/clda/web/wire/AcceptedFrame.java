package clda.web.wire;

import org.jspecify.annotations.Nullable;

/** The confirmation that a message is stored. */
public record AcceptedFrame(String type, String turnId, @Nullable String clientMessageId) implements Body {

    public AcceptedFrame(String turnId, @Nullable String clientMessageId) {
        this("accepted", turnId, clientMessageId);
    }
}
