package clda.web.rest;

import clda.conversation.EventCodec;
import clda.effects.Effect;
import clda.effects.EffectLedger;
import clda.security.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Effects of which nobody can know whether they happened. */
@Path("effects")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class EffectsResource {

    private static final int MOST_LISTED = 500;

    @Inject
    private EffectLedger ledger;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "What the system cannot know")
    public JsonNode unknown(@QueryParam("state") @DefaultValue("unknown") String state) {
        if (!state.equals("unknown")) {
            throw new ApiProblem(400, "\"state\" is unknown.");
        }
        if (!current.get().is(Role.approver) && !current.get().is(Role.admin)) {
            throw new ApiProblem(403, "The role approver or admin is needed.");
        }
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (Effect effect : ledger.unknown(current.get().tenant(), MOST_LISTED)) {
            items.addObject()
                    .put("id", effect.key())
                    .put("tool", effect.tool())
                    .put("effect", effect.effectClass().name())
                    .put("state", "unknown")
                    .put("since", effect.changedAt().toString());
        }
        return page;
    }
}
