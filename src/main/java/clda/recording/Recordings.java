package clda.recording;

import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.EventCodec;
import clda.conversation.RecordedEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The recordings of conversations, for those who may see them. */
public final class Recordings {

    /**
     * A conversation with its exchanges with models, without secrets.
     *
     * @param events as clients see them
     */
    public record Recording(List<JsonNode> events, List<JsonNode> exchanges) {}

    private final ExchangeBook exchanges;
    private final ConversationLog log;

    public Recordings(ExchangeBook exchanges, ConversationLog log) {
        this.exchanges = exchanges;
        this.log = log;
    }

    /** @param events of the conversation, from its first */
    public Recording of(String conversationId, List<RecordedEvent> events) {
        return new Recording(
                events.stream()
                        .map(event -> Secrets.removed(EventCodec.toJson(event)))
                        .toList(),
                List.copyOf(exchanges.of(conversationId)));
    }

    /** Deletes the exchanges, in one commit with the right to write to the conversation; the conversation stays. */
    public void forget(String conversationId) {
        log.append(conversationId, new Append(List.of(), List.of(exchanges.forget(conversationId))));
    }
}
