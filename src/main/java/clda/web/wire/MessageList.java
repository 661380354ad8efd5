package clda.web.wire;

import java.util.List;

/**
 * The transcript of a branch.
 */
public record MessageList(List<MessageView> items) implements Body {}
