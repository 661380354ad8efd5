package clda.web.rest;

import clda.boot.Settings;
import clda.conversation.EventCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The models that a conversation can choose. */
@Path("models")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {

    @Inject
    private Settings settings;

    @GET
    @Operation(summary = "The models that can answer, in the order in which they stand in for each other")
    public JsonNode list() {
        ObjectNode page = EventCodec.JSON.createObjectNode();
        page.set("items", EventCodec.JSON.valueToTree(settings.models().listed()));
        return page;
    }
}
