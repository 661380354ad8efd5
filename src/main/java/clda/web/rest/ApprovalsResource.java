package clda.web.rest;

import clda.conversation.ConversationEvent.Decision;
import clda.conversation.EventCodec;
import clda.dialogue.Approvals;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Approvals.WaitingCall;
import clda.security.Caller;
import clda.tools.ApprovalRule;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What waits for a person. */
@Path("approvals")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ApprovalsResource {

    @Inject
    private Approvals approvals;

    @Inject
    private CurrentCaller current;

    @Inject
    private Toolbox tools;

    @GET
    @Operation(summary = "What waits for me, or what I wait for, the oldest first")
    public JsonNode list(
            @QueryParam("state") @DefaultValue("pending") String state,
            @QueryParam("role") @Nullable String role,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (!state.equals("pending")) {
            throw new ApiProblem(400, "\"state\" is pending; what was decided lies in the conversation.");
        }
        Caller caller = current.get();
        ApprovalRule.By by = role == null ? null : by(role);
        ObjectNode page = Paging.answer(
                approvals.waitingFor(caller, by, Paging.position("after", after), Paging.limit(limit)),
                "approvalId",
                (waiting, item) -> put(waiting, item, caller));
        return Paging.with(page, approvals.countFor(caller, by));
    }

    private void put(WaitingCall waiting, ObjectNode item, Caller caller) {
        item.setAll(TurnJson.approval(waiting.call(), tools.money(waiting.call().tool())));
        item.put("requester", waiting.approval().requester());
        item.put("createdAt", waiting.approval().createdAt().toString());
        item.put("mayDecide", waiting.mayDecide());
        if (waiting.means() != null) {
            item.put("means", waiting.means());
        }
        item.put("mayBeRemembered", approvals.mayBeRemembered(waiting.call()));
        if (waiting.approval().requester().equals(caller.user())) {
            item.put("conversationId", waiting.approval().conversationId());
            item.put("turnId", waiting.approval().turnId());
        }
    }

    private static ApprovalRule.By by(String role) {
        return switch (role) {
            case "requester" -> ApprovalRule.By.requester;
            case "approver" -> ApprovalRule.By.approver;
            default -> throw new ApiProblem(400, "\"role\" is requester or approver.");
        };
    }

    @POST
    @Path("{id}/decision")
    @Operation(summary = "Approve or deny exactly what was shown")
    public JsonNode decide(@PathParam("id") String id, JsonNode body) {
        approvals.decide(
                current.get(),
                id,
                new Choice(
                        decision(Json.text(body, "decision")),
                        Json.text(body, "hash"),
                        Json.optionalText(body, "reason"),
                        edited(body.get("arguments")),
                        Json.flag(body, "remember")));
        return EventCodec.JSON.createObjectNode().put("approvalId", id).put("decision", Json.text(body, "decision"));
    }

    @POST
    @Path("{id}/delegation")
    @Operation(summary = "Ask another person to decide")
    public JsonNode delegate(@PathParam("id") String id, JsonNode body) {
        String to = Json.text(body, "to");
        approvals.delegate(current.get(), id, to);
        return EventCodec.JSON.createObjectNode().put("approvalId", id).put("delegate", to);
    }

    private static Decision decision(String text) {
        return switch (text) {
            case "approve" -> Decision.approve;
            case "deny" -> Decision.deny;
            default -> throw new ApiProblem(400, "\"decision\" is approve or deny.");
        };
    }

    private static @Nullable ObjectNode edited(@Nullable JsonNode arguments) {
        if (arguments == null || arguments.isNull()) {
            return null;
        }
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        throw new ApiProblem(400, "\"arguments\" is not a JSON object.");
    }
}
