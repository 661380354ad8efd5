package clda.web.rest;

import clda.boot.ModelSettings.Model;
import clda.boot.Settings;
import clda.conversation.EventCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
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
        ArrayNode items = page.putArray("items");
        for (Model model : settings.models().models()) {
            ObjectNode item = items.addObject().put("name", model.name()).put("model", model.model());
            item.put("contextTokens", model.profile().contextTokens());
            ArrayNode capabilities = item.putArray("capabilities");
            model.profile().capabilities().stream()
                    .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                    .sorted()
                    .forEach(capabilities::add);
        }
        return page;
    }
}
