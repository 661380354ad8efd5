package clda.web.rest;

import clda.dialogue.Approvals;
import clda.dialogue.Approvals.Choice;
import clda.dialogue.Approvals.WaitingCall;
import clda.dialogue.WaitingCount;
import clda.security.Caller;
import clda.store.Listed;
import clda.store.Page;
import clda.tools.ApprovalRule;
import clda.tools.Toolbox;
import clda.web.wire.ApprovalPage;
import clda.web.wire.ApprovalView;
import clda.web.wire.DamagedApproval;
import clda.web.wire.Decided;
import clda.web.wire.DecisionRequest;
import clda.web.wire.Delegated;
import clda.web.wire.DelegationRequest;
import clda.web.wire.WaitingApproval;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The approvals that wait for a person. */
@Path("approvals")
@RequestScoped
@Tag(name = "Approvals")
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
    @Operation(
            operationId = "listApprovals",
            summary = "List what waits for my decision, and what I wait for, oldest first")
    public ApprovalPage list(
            @QueryParam("state") @DefaultValue("pending") String state,
            @QueryParam("role") @Nullable String role,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (!state.equals("pending")) {
            throw new ApiProblem(400, "\"state\" must be pending; what was decided is in its conversation.");
        }
        Caller caller = current.get();
        ApprovalRule.By by = role == null ? null : by(role);
        Page<Listed<WaitingCall>> page =
                approvals.waitingFor(caller, by, Paging.position("after", after), Paging.limit(limit));
        WaitingCount count = approvals.countFor(caller, by);
        return new ApprovalPage(
                Paging.rows(page, waiting -> view(waiting, caller), DamagedApproval::new),
                Paging.next(page),
                count.all(),
                count.forCaller());
    }

    private WaitingApproval view(WaitingCall waiting, Caller caller) {
        ApprovalView asked =
                ApprovalView.of(waiting.call(), tools.traits(waiting.call().tool()));
        boolean own = waiting.approval().requester().equals(caller.user());
        return new WaitingApproval(
                asked.approvalId(),
                asked.callId(),
                asked.tool(),
                asked.arguments(),
                asked.hash(),
                asked.expiresAt(),
                asked.role(),
                asked.because(),
                asked.sum(),
                asked.delegate(),
                asked.shown(),
                waiting.approval().requester(),
                waiting.approval().createdAt(),
                waiting.mayDecide(),
                waiting.means(),
                approvals.mayBeRemembered(waiting.call()),
                own ? waiting.approval().conversationId() : null,
                own ? waiting.approval().turnId() : null);
    }

    private static ApprovalRule.By by(String role) {
        return switch (role) {
            case "requester" -> ApprovalRule.By.REQUESTER;
            case "approver" -> ApprovalRule.By.APPROVER;
            default -> throw new ApiProblem(400, "\"role\" must be requester or approver.");
        };
    }

    @POST
    @Path("{id}/decision")
    @Operation(operationId = "decideApproval", summary = "Approve or deny exactly what was shown")
    @APIResponseSchema(value = Decided.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    @APIResponse(responseCode = "410")
    public Decided decide(@PathParam("id") String id, DecisionRequest body) {
        approvals.decide(
                current.get(),
                id,
                new Choice(
                        body.decision(),
                        body.hash(),
                        body.reason(),
                        body.arguments(),
                        Boolean.TRUE.equals(body.remember())));
        return new Decided(id, body.decision());
    }

    @POST
    @Path("{id}/delegation")
    @Operation(operationId = "delegateApproval", summary = "Ask another person to decide")
    @APIResponseSchema(value = Delegated.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    @APIResponse(responseCode = "410")
    public Delegated delegate(@PathParam("id") String id, DelegationRequest body) {
        approvals.delegate(current.get(), id, body.to());
        return new Delegated(id, body.to());
    }
}
