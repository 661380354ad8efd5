package clda.events;

import clda.json.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Outgoing events in the JSON format of CloudEvents 1.0: the same for each way in which they are sent. */
public final class CloudEvents {

    private CloudEvents() {}

    /** The event as a CloudEvent, without what was said. */
    public static ObjectNode of(OutgoingEvent event) {
        ObjectNode cloud = Json.MAPPER
                .createObjectNode()
                .put("specversion", "1.0")
                .put("id", event.id())
                .put("source", "/api/v1/conversations/" + event.conversationId())
                .put("type", "clda." + event.type())
                .put("time", event.at().toString())
                .put("tenant", event.tenant());
        ObjectNode data = cloud.put("datacontenttype", "application/json").putObject("data");
        data.put("conversationId", event.conversationId());
        if (event.seq() > 0) {
            data.put("seq", event.seq());
        }
        if (event.turnId() != null) {
            data.put("turnId", event.turnId());
        }
        return cloud;
    }
}
