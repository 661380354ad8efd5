package clda.web.rest;

import clda.boot.SystemStatus;
import clda.conversation.EventCodec;
import com.fasterxml.jackson.databind.JsonNode;
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

    @GET
    @Operation(summary = "Version, model, store")
    public JsonNode get() {
        return EventCodec.JSON.valueToTree(status);
    }
}
