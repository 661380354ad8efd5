package clda.web.rest;

import clda.boot.ModelTroubles;
import clda.boot.Settings;
import clda.conversation.EventCodec;
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

/** The models that a conversation can choose. */
@Path("models")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {

    @Inject
    private Settings settings;

    @Inject
    private ModelTroubles troubles;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "The models that can answer, in the order in which they stand in for each other")
    public JsonNode list() {
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        boolean admin = current.get().is(Role.admin);
        settings.models().listed().forEach(listed -> {
            ObjectNode item = EventCodec.JSON.valueToTree(listed);
            if (admin) {
                troubles.of(listed.name())
                        .ifPresent(trouble -> item.set("trouble", EventCodec.JSON.valueToTree(trouble)));
            }
            items.add(item);
        });
        return page;
    }
}
