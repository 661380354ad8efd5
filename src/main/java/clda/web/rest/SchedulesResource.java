package clda.web.rest;

import clda.conversation.EventCodec;
import clda.dialogue.Repetition;
import clda.dialogue.Schedule;
import clda.dialogue.Schedules;
import clda.nlu.Language;
import clda.nlu.time.RuleWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Reminders and repeated work. They are made in conversation. */
@Path("schedules")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SchedulesResource {

    @Inject
    private Schedules schedules;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "My reminders and repeated work, the next first")
    public JsonNode list() {
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (Schedule schedule : schedules.of(current.get())) {
            ObjectNode item = items.addObject()
                    .put("id", schedule.id())
                    .put("conversationId", schedule.conversationId())
                    .put("number", schedule.number())
                    .put("what", schedule.what())
                    .put("doing", schedule.doing())
                    .put("next", schedule.next().toString());
            Repetition repetition = schedule.repetition();
            if (repetition != null) {
                item.put("every", repetition.rule())
                        .put("zone", repetition.zone().getId())
                        .put("start", repetition.start().toString());
                ObjectNode words = item.putObject("words");
                for (Language language : Language.values()) {
                    words.put(language.name(), RuleWords.of(repetition.rule(), language));
                }
            }
        }
        return page;
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a reminder or repeated work")
    public Response cancel(@PathParam("id") String id) {
        schedules.cancel(current.get(), id);
        return Response.noContent().build();
    }
}
