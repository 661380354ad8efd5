package clda.web.rest;

import clda.dialogue.Repetition;
import clda.dialogue.Schedule;
import clda.dialogue.Schedules;
import clda.nlu.Language;
import clda.nlu.time.RuleWords;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

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
    public JsonNode list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        return Paging.answer(
                        schedules.of(current.get(), Paging.position("after", after), Paging.limit(limit)),
                        "id",
                        SchedulesResource::put)
                .put("count", schedules.count(current.get()));
    }

    private static void put(Schedule schedule, ObjectNode item) {
        item.put("id", schedule.id())
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

    @DELETE
    @Path("{id}")
    @Operation(summary = "Cancel a reminder or repeated work")
    public Response cancel(@PathParam("id") String id) {
        schedules.cancel(current.get(), id);
        return Response.noContent().build();
    }
}
