package clda.web.rasa;

import clda.conversation.CallEvent.ToolRequested;
import clda.conversation.DigitalSource;
import clda.conversation.RecordedEvent;
import clda.conversation.TurnEvent.IntentRecognized;
import clda.conversation.TurnEvent.MessageCompleted;
import clda.conversation.TurnEvent.TurnCompleted;
import clda.conversation.TurnEvent.TurnStarted;
import clda.json.Json;
import clda.web.wire.RasaTracker;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A conversation as Rasa's tracker JSON (schema {@code Tracker} of Rasa's HTTP API 3). */
public final class Tracker {

    private Tracker() {}

    /** @param events of a conversation, from its first */
    public static RasaTracker of(String conversationId, List<RecordedEvent> events) {
        ObjectNode slots = Json.MAPPER.createObjectNode();
        ObjectNode latest = Json.MAPPER.createObjectNode();
        ObjectNode loop = Json.MAPPER.createObjectNode();
        List<ObjectNode> list = new ArrayList<>();
        for (RecordedEvent recorded : events) {
            double at = recorded.at().toEpochMilli() / 1_000.0;
            switch (recorded.event()) {
                case TurnStarted started -> {
                    if (started.trigger() == null) {
                        ObjectNode user = event(list, "user", at).put("text", started.text());
                        user.putObject("parse_data").put("text", started.text());
                        latest.removeAll();
                        latest.put("text", started.text());
                    }
                }
                case IntentRecognized intent -> {
                    understood(latest, intent);
                    for (int i = list.size() - 1; i >= 0; i--) {
                        if (list.get(i).path("event").asText().equals("user")) {
                            understood((ObjectNode) list.get(i).path("parse_data"), intent);
                            break;
                        }
                    }
                    intent.slots().forEach((name, slot) -> {
                        slots.put(name, slot.value());
                        event(list, "slot", at).put("name", name).put("value", slot.value());
                    });
                }
                case ToolRequested asked -> event(list, "action", at).put("name", asked.tool());
                case MessageCompleted message ->
                    DigitalSource.of(message.model())
                            .mark(event(list, "bot", at)
                                    .put("text", message.text())
                                    .putObject("metadata"));
                case TurnCompleted completed -> {
                    loop.removeAll();
                    if (completed.awaiting() != null) {
                        loop.put("name", completed.awaiting().intent());
                    }
                }
                default -> {
                    // Rasa's tracker has no counterpart.
                }
            }
        }
        return new RasaTracker(conversationId, slots, latest, false, null, loop, list);
    }

    private static ObjectNode event(List<ObjectNode> list, String type, double at) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("event", type).put("timestamp", at);
        list.add(event);
        return event;
    }

    private static void understood(ObjectNode message, IntentRecognized intent) {
        message.putObject("intent").put("name", intent.intent()).put("confidence", intent.confidence());
        ArrayNode entities = message.putArray("entities");
        intent.slots()
                .forEach(
                        (name, slot) -> entities.addObject().put("entity", name).put("value", slot.value()));
    }
}
