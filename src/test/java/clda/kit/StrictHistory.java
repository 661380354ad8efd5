package clda.kit;

import clda.llm.ModelMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a history as the strictest providers do (OpenAI's Chat Completions, Anthropic's Messages): each call has one
 * result, next to it, before anything else is said; no result is without its call; ids are used once.
 */
public final class StrictHistory {

    private StrictHistory() {}

    /** What such a provider would refuse; empty if nothing. */
    public static Optional<String> problem(List<ModelMessage> messages) {
        Set<String> seen = new HashSet<>();
        Set<String> open = new HashSet<>();
        for (ModelMessage message : messages) {
            if (message instanceof ModelMessage.ToolMessage tool) {
                if (!open.remove(tool.callId())) {
                    return Optional.of("a result without a call: " + tool.callId());
                }
                continue;
            }
            if (!open.isEmpty()) {
                return Optional.of("calls without a result: " + open);
            }
            if (message instanceof ModelMessage.AssistantMessage assistant) {
                for (ModelMessage.PastCall call : assistant.calls()) {
                    if (!seen.add(call.callId())) {
                        return Optional.of("a call twice: " + call.callId());
                    }
                    open.add(call.callId());
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("calls without a result: " + open);
    }
}
