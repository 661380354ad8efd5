package clda.web.rest;

import clda.dialogue.BackgroundTask;
import clda.dialogue.Tasks;
import clda.web.TurnJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jspecify.annotations.Nullable;

/** Work in the background. */
@Path("tasks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TasksResource {

    @Inject
    private Tasks tasks;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "My tasks, the newest first")
    public JsonNode list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        Set<BackgroundTask.State> wanted = states(state);
        return Paging.answer(
                        tasks.of(current.get(), wanted, Paging.position("before", before), Paging.limit(limit)),
                        "id",
                        (seen, item) -> item.setAll(json(seen)))
                .put("count", tasks.count(current.get(), wanted));
    }

    /** What clients call running may still wait for a node. */
    private static Set<BackgroundTask.State> states(@Nullable String state) {
        return switch (state) {
            case null -> EnumSet.allOf(BackgroundTask.State.class);
            case "running" -> EnumSet.of(BackgroundTask.State.waiting, BackgroundTask.State.running);
            case "completed" -> EnumSet.of(BackgroundTask.State.completed);
            case "failed" -> EnumSet.of(BackgroundTask.State.failed);
            case "unknown" -> EnumSet.of(BackgroundTask.State.unknown);
            default -> throw new ApiProblem(400, "\"state\" is running, completed, failed or unknown.");
        };
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A task: how far it is, or what came of it")
    public JsonNode get(@PathParam("id") String id) {
        return json(tasks.find(current.get(), id));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(summary = "Stop a task; what it has done by then counts")
    public Response cancel(@PathParam("id") String id) {
        return Response.accepted(json(tasks.cancel(current.get(), id)))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static ObjectNode json(Tasks.Seen seen) {
        BackgroundTask task = seen.task();
        ObjectNode json = TurnJson.task(Objects.requireNonNull(seen.call().task()));
        json.put("conversationId", task.conversationId());
        json.put("turnId", task.turnId());
        json.put("callId", task.callId());
        json.put("tool", seen.call().tool());
        json.put("cancelling", task.cancelling() && !task.state().settled());
        json.put("createdAt", task.createdAt().toString());
        json.put("deadline", task.deadline().toString());
        return json;
    }
}
