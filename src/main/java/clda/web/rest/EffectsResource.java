package clda.web.rest;

import clda.dialogue.Unknowns;
import clda.dialogue.WaitingCount;
import clda.effects.Effect;
import clda.security.Caller;
import clda.store.Listed;
import clda.store.Page;
import clda.tools.Toolbox;
import clda.web.wire.DamagedRow;
import clda.web.wire.EffectCheck;
import clda.web.wire.EffectPage;
import clda.web.wire.EffectView;
import clda.web.wire.ResolutionRequest;
import clda.web.wire.Resolved;
import clda.web.wire.ShownArgument;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The effects whose outcome is unknown, and undos that failed. */
@Path("effects")
@RequestScoped
@Tag(name = "Effects")
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
    @Operation(operationId = "listEffects", summary = "List unknown effects and failed undos, oldest first")
    public EffectPage unknown(
            @QueryParam("state") @DefaultValue("unknown") String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        if (!state.equals("unknown")) {
            throw new ApiProblem(400, "\"state\" must be unknown.");
        }
        Caller caller = current.get();
        Page<Listed<Unknowns.Open>> page =
                unknowns.openFor(caller, Paging.position("after", after), Paging.limit(limit));
        WaitingCount count = unknowns.countFor(caller);
        return new EffectPage(
                Paging.rows(page, open -> view(open, caller), DamagedRow::new),
                Paging.next(page),
                count.all(),
                count.forCaller());
    }

    private EffectView view(Unknowns.Open open, Caller caller) {
        Effect effect = open.effect();
        boolean own = open.requester().equals(caller.user());
        return new EffectView(
                effect.key(),
                effect.tool(),
                effect.effectClass().name(),
                effect.state() == Effect.State.UNKNOWN ? "unknown" : "undo_failed",
                effect.changedAt(),
                open.requester(),
                open.maySettle(),
                open.canBeAsked(),
                open.call().arguments(),
                ShownArgument.of(open.call(), tools.traits(open.call().tool())),
                own ? effect.conversationId() : null,
                own ? effect.turnId() : null);
    }

    @POST
    @Path("{id}/check")
    @Operation(operationId = "checkEffect", summary = "Ask the remote system for the outcome; changes nothing")
    @APIResponseSchema(value = EffectCheck.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public EffectCheck check(@PathParam("id") String id) {
        Optional<JsonNode> found = unknowns.check(current.get(), id);
        return new EffectCheck(found.isPresent(), found.orElse(null));
    }

    @POST
    @Path("{id}/resolve")
    @Operation(operationId = "resolveEffect", summary = "Resolve an effect: done, not_done or run_again")
    @APIResponseSchema(value = Resolved.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409")
    public Resolved resolve(@PathParam("id") String id, ResolutionRequest body) {
        unknowns.settle(current.get(), id, body.outcome(), body.reason());
        return new Resolved(id, body.outcome());
    }
}
