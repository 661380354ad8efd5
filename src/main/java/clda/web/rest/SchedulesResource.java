package clda.web.rest;

import clda.dialogue.Repetition;
import clda.dialogue.Schedule;
import clda.dialogue.Schedules;
import clda.store.Listed;
import clda.store.Page;
import clda.web.wire.DamagedRow;
import clda.web.wire.RulesInWords;
import clda.web.wire.SchedulePage;
import clda.web.wire.ScheduleView;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Reminders and recurring tasks. They are made in conversation. */
@Path("schedules")
@RequestScoped
@Tag(name = "Schedules")
@Produces(MediaType.APPLICATION_JSON)
public class SchedulesResource {

    @Inject
    private Schedules schedules;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "listSchedules", summary = "List my reminders and recurring tasks, next first")
    public SchedulePage list(@QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        Page<Listed<Schedule>> page = schedules.of(current.get(), Paging.position("after", after), Paging.limit(limit));
        return new SchedulePage(
                Paging.rows(page, SchedulesResource::view, DamagedRow::new),
                Paging.next(page),
                schedules.count(current.get()));
    }

    private static ScheduleView view(Schedule schedule) {
        Repetition repetition = schedule.repetition();
        return new ScheduleView(
                schedule.id(),
                schedule.conversationId(),
                schedule.number(),
                schedule.what(),
                schedule.doing(),
                schedule.next(),
                repetition == null ? null : repetition.rule(),
                repetition == null ? null : repetition.zone().getId(),
                repetition == null ? null : repetition.start().toString(),
                repetition == null ? null : RulesInWords.of(repetition.rule()));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "cancelSchedule", summary = "Cancel a reminder or recurring task")
    @APIResponse(responseCode = "204", description = "Done")
    public Response cancel(@PathParam("id") String id) {
        schedules.cancel(current.get(), id);
        return Response.noContent().build();
    }
}
