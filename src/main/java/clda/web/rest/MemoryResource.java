package clda.web.rest;

import clda.conversation.Conversation;
import clda.conversation.EventCodec;
import clda.dialogue.Conversations;
import clda.memory.Fact;
import clda.memory.Fact.Origin;
import clda.memory.Memory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the caller wants to be remembered; nobody else sees it. */
@Path("memory")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MemoryResource {

    @Inject
    private Memory memory;

    @Inject
    private Conversations conversations;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "What I wanted to be remembered, by number, with where it comes from")
    public JsonNode list() {
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        memory.of(current.get()).forEach(fact -> items.add(json(fact)));
        return page;
    }

    @POST
    @Operation(summary = "Have something remembered, in all conversations or in one")
    public Response add(JsonNode body, @Context UriInfo uri) {
        String onlyIn = Json.optionalText(body, "conversationId");
        if (onlyIn != null) {
            conversations.view(current.get(), onlyIn, Conversation::id);
        }
        Fact fact = memory.remember(current.get(), Json.text(body, "text"), onlyIn, Origin.WRITTEN);
        return Response.created(uri.getBaseUriBuilder()
                        .path("memory")
                        .path(String.valueOf(fact.number()))
                        .build())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json(fact))
                .build();
    }

    @PATCH
    @Path("{number}")
    @Operation(summary = "Put it in other words")
    public JsonNode correct(@PathParam("number") String number, JsonNode body) {
        return memory.correct(current.get(), number(number), Json.text(body, "text"))
                .map(MemoryResource::json)
                .orElseThrow(MemoryResource::unknown);
    }

    @DELETE
    @Path("{number}")
    @Operation(summary = "Forget it")
    public Response forget(@PathParam("number") String number) {
        memory.forget(current.get(), number(number)).orElseThrow(MemoryResource::unknown);
        return Response.noContent().build();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(404, "There is no such fact.");
    }

    private static ObjectNode json(Fact fact) {
        ObjectNode item =
                EventCodec.JSON.createObjectNode().put("number", fact.number()).put("text", fact.text());
        if (fact.onlyIn() != null) {
            item.put("conversationId", fact.onlyIn());
        }
        ObjectNode origin =
                item.putObject("origin").put("by", fact.origin().by().name());
        if (fact.origin().conversationId() != null) {
            origin.put("conversationId", fact.origin().conversationId())
                    .put("turnId", fact.origin().turnId());
        }
        item.put("at", fact.at().toString());
        if (fact.untrusted()) {
            item.put("untrusted", true);
        }
        if (fact.correctedAt() != null) {
            item.put("correctedAt", fact.correctedAt().toString());
        }
        return item;
    }
}
