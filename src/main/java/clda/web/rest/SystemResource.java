package clda.web.rest;

import clda.boot.SystemStatus;
import clda.conversation.EventCodec;
import clda.security.Damages;
import clda.security.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What runs. */
@Path("system")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class SystemResource {

    @Inject
    private SystemStatus status;

    @Inject
    private Damages damages;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "Version, model, store")
    public JsonNode get() {
        return EventCodec.JSON.valueToTree(status);
    }

    @GET
    @Path("damages")
    @Operation(summary = "What was found changed or missing in the database, for administrators")
    public JsonNode damages() {
        if (!current.get().is(Role.admin)) {
            throw new ApiProblem(403, "Only administrators may see what is damaged.");
        }
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        damages.all().forEach(damage -> items.addObject()
                .put("what", damage.what())
                .put("noticedAt", damage.noticedAt().toString()));
        return page;
    }
}
