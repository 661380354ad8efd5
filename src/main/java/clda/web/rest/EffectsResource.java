package clda.web.rest;

import clda.conversation.EventCodec;
import clda.dialogue.Unknowns;
import clda.dialogue.Unknowns.Verdict;
import clda.effects.Effect;
import clda.security.Caller;
import clda.tools.Toolbox;
import clda.web.TurnJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Effects of which nobody can know whether they happened, and undos that failed. */
@Path("effects")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EffectsResource {

    @Inject
    private Unknowns unknowns;

    @Inject
    private CurrentCaller current;

    @Inject
    private Toolbox tools;

    @GET
    @Operation(summary = "What the system cannot know, and what could not be taken back, the oldest first")
    public JsonNode unknown(
            @QueryParam("state") @DefaultValue("unknown") String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (!state.equals("unknown")) {
            throw new ApiProblem(400, "\"state\" is unknown.");
        }
        Caller caller = current.get();
        ObjectNode page = Paging.answer(
                unknowns.openFor(caller, Paging.position("after", after), Paging.limit(limit)),
                "id",
                (open, item) -> put(open, item, caller));
        return Paging.with(page, unknowns.countFor(caller));
    }

    private void put(Unknowns.Open open, ObjectNode item, Caller caller) {
        Effect effect = open.effect();
        item.put("id", effect.key())
                .put("tool", effect.tool())
                .put("effect", effect.effectClass().name())
                .put("state", effect.state() == Effect.State.UNKNOWN ? "unknown" : "undo_failed")
                .put("since", effect.changedAt().toString())
                .put("requester", open.requester())
                .put("maySettle", open.maySettle())
                .put("canBeAsked", open.canBeAsked());
        item.set("arguments", open.call().arguments());
        item.set("shown", TurnJson.shown(open.call(), tools.money(open.call().tool())));
        if (open.requester().equals(caller.user())) {
            item.put("conversationId", effect.conversationId());
            item.put("turnId", effect.turnId());
        }
    }

    @POST
    @Path("{id}/check")
    @Operation(summary = "Ask the other side what came of it; changes nothing")
    public JsonNode check(@PathParam("id") String id) {
        Optional<JsonNode> found = unknowns.check(current.get(), id);
        ObjectNode answer = EventCodec.JSON.createObjectNode().put("found", found.isPresent());
        found.ifPresent(result -> answer.set("result", result));
        return answer;
    }

    @POST
    @Path("{id}/resolve")
    @Operation(summary = "Say what came of it: done, not_done, or run_again")
    public JsonNode resolve(@PathParam("id") String id, JsonNode body) {
        String outcome = Json.text(body, "outcome");
        Verdict verdict =
                switch (outcome) {
                    case "done" -> Verdict.done;
                    case "not_done" -> Verdict.not_done;
                    case "run_again" -> Verdict.run_again;
                    default -> throw new ApiProblem(400, "\"outcome\" is done, not_done or run_again.");
                };
        unknowns.settle(current.get(), id, verdict, Json.optionalText(body, "reason"));
        return EventCodec.JSON.createObjectNode().put("id", id).put("outcome", outcome);
    }
}
