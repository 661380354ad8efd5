package clda.web.rest;

import clda.conversation.EventCodec;
import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
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

/** The tools that a caller may have used. */
@Path("tools")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ToolsResource {

    @Inject
    private Toolbox tools;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "The tools that I may use")
    public JsonNode list() {
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (ToolDefinition tool : tools.of(current.get()).definitions()) {
            ObjectNode item = items.addObject();
            item.put("name", tool.name());
            item.put("description", tool.description());
            item.put("effect", tool.effect().name());
            item.put("approval", tool.approval().text());
            item.put("background", tool.traits().background());
            if (tool.traits().undo() != null) {
                item.put("undo", tool.traits().undo());
            }
            if (!tool.traits().money().isEmpty()) {
                item.set("money", EventCodec.JSON.valueToTree(tool.traits().money()));
            }
            item.set("parameters", tool.parameters());
        }
        return page;
    }
}
