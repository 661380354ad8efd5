package clda.web.rest;

import clda.tools.ToolDefinition;
import clda.tools.Toolbox;
import clda.web.wire.ToolList;
import clda.web.wire.ToolView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tools that a caller may use. */
@Path("tools")
@RequestScoped
@Tag(name = "Tools")
@Produces(MediaType.APPLICATION_JSON)
public class ToolsResource {

    @Inject
    private Toolbox tools;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "listTools", summary = "The tools that I may use")
    public ToolList list() {
        return new ToolList(tools.of(current.get()).definitions().stream()
                .map(ToolsResource::view)
                .toList());
    }

    private static ToolView view(ToolDefinition tool) {
        Map<String, String> money = tool.traits().money();
        Set<String> recurrences = tool.traits().recurrences();
        return new ToolView(
                tool.name(),
                tool.description(),
                tool.effect().name(),
                tool.approval().text(),
                tool.traits().background(),
                tool.traits().undo(),
                money.isEmpty() ? null : new TreeMap<>(money),
                recurrences.isEmpty() ? null : recurrences.stream().sorted().toList(),
                tool.parameters());
    }
}
