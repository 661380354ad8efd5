package clda.web.rest;

import clda.dialogue.BackgroundTask;
import clda.dialogue.Tasks;
import clda.store.Listed;
import clda.store.Page;
import clda.web.wire.CallTask;
import clda.web.wire.DamagedRow;
import clda.web.wire.TaskPage;
import clda.web.wire.TaskView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Background tasks. */
@Path("tasks")
@RequestScoped
@Tag(name = "Tasks")
@Produces(MediaType.APPLICATION_JSON)
public class TasksResource {

    @Inject
    private Tasks tasks;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "listTasks", summary = "List my tasks, newest first")
    public TaskPage list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        Set<BackgroundTask.State> wanted = states(state);
        Page<Listed<Tasks.Seen>> page =
                tasks.of(current.get(), wanted, Paging.position("before", before), Paging.limit(limit));
        return new TaskPage(
                Paging.rows(page, TasksResource::view, DamagedRow::new),
                Paging.next(page),
                tasks.count(current.get(), wanted));
    }

    /** What clients call running may still wait for a node. */
    private static Set<BackgroundTask.State> states(@Nullable String state) {
        return switch (state) {
            case null -> EnumSet.allOf(BackgroundTask.State.class);
            case "running" -> EnumSet.of(BackgroundTask.State.WAITING, BackgroundTask.State.RUNNING);
            case "completed" -> EnumSet.of(BackgroundTask.State.COMPLETED);
            case "failed" -> EnumSet.of(BackgroundTask.State.FAILED);
            case "unknown" -> EnumSet.of(BackgroundTask.State.UNKNOWN);
            default -> throw new ApiProblem(400, "\"state\" must be running, completed, failed or unknown.");
        };
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getTask", summary = "One task: its progress or its outcome")
    public TaskView get(@PathParam("id") String id) {
        return view(tasks.find(current.get(), id));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelTask", summary = "Cancel a task; what it has done by then counts")
    @APIResponseSchema(value = TaskView.class, responseCode = "202")
    public Response cancel(@PathParam("id") String id) {
        return Response.accepted(view(tasks.cancel(current.get(), id)))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static TaskView view(Tasks.Seen seen) {
        BackgroundTask task = seen.task();
        CallTask work = CallTask.of(Objects.requireNonNull(seen.call().task()));
        return new TaskView(
                work.id(),
                work.state().word(),
                work.progress(),
                work.result(),
                work.error(),
                task.conversationId(),
                task.turnId(),
                task.callId(),
                seen.call().tool(),
                task.cancelling() && !task.state().settled(),
                task.createdAt(),
                task.deadline());
    }
}
