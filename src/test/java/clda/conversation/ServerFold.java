package clda.conversation;

import clda.json.Json;
import clda.web.wire.EventView;
import clda.web.wire.TurnView;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A journal with the state that the server makes of it, event by event, for others who fold the same events. */
public final class ServerFold {

    private ServerFold() {}

    /** A step for each event: the event as clients get it, and the state behind it. Of the turns it has those that changed. */
    public static ObjectNode of(String name, List<RecordedEvent> journal) {
        ObjectNode whole = Json.MAPPER.createObjectNode().put("name", name);
        ArrayNode steps = whole.putArray("steps");
        Conversation conversation = new Conversation(
                ConversationHead.begun(
                        "c", "default", "alice", null, journal.getFirst().at()),
                (after, limit) -> List.of());
        Map<String, JsonNode> before = new HashMap<>();
        for (RecordedEvent event : journal) {
            conversation.apply(event);
            ObjectNode step = steps.addObject();
            step.set("event", Json.MAPPER.valueToTree(EventView.of(event)));
            ArrayNode changed = step.putArray("changed");
            ArrayNode turns = step.putArray("turns");
            for (Turn turn : conversation.turns()) {
                turns.add(turn.id());
                JsonNode now = state(turn);
                if (!now.equals(before.put(turn.id(), now))) {
                    changed.add(now);
                }
            }
            ArrayNode branch = step.putArray("branch");
            conversation.currentBranch().forEach(turn -> branch.add(turn.id()));
            ArrayNode queue = step.putArray("queue");
            conversation.turns().stream()
                    .filter(turn -> turn.state() == Turn.State.QUEUED)
                    .forEach(turn -> queue.add(turn.id()));
            step.put("title", conversation.title()).put("recorded", conversation.isRecorded());
        }
        return whole;
    }

    private static JsonNode state(Turn turn) {
        ObjectNode state = Json.MAPPER.valueToTree(TurnView.of("c", turn));
        state.set("calls", Json.MAPPER.valueToTree(turn.calls()));
        state.set(
                "messages",
                Json.MAPPER.valueToTree(
                        turn.replies().stream().map(Turn.Reply::message).toList()));
        return state.put("cancelling", turn.cancelling());
    }
}
