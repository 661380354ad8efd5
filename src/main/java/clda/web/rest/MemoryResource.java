package clda.web.rest;

import clda.conversation.Conversation;
import clda.dialogue.Conversations;
import clda.memory.Fact;
import clda.memory.Fact.Origin;
import clda.memory.Memory;
import clda.web.wire.FactChange;
import clda.web.wire.FactOrigin;
import clda.web.wire.FactView;
import clda.web.wire.Facts;
import clda.web.wire.NewFact;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's memory; nobody else sees it. */
@Path("memory")
@RequestScoped
@Tag(name = "Memory")
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
    @Operation(operationId = "listFacts", summary = "List what I wanted to be remembered, by number, with its origin")
    public Facts list() {
        return new Facts(
                memory.of(current.get()).stream().map(MemoryResource::view).toList());
    }

    @POST
    @APIResponse(responseCode = "404")
    @Operation(operationId = "addFact", summary = "Remember something, in all conversations or in one")
    @APIResponseSchema(value = FactView.class, responseCode = "201")
    public Response add(NewFact body, @Context UriInfo uri) {
        String onlyIn = body.conversationId();
        if (onlyIn != null) {
            conversations.view(current.get(), onlyIn, Conversation::id);
        }
        Fact fact = memory.remember(current.get(), body.text(), onlyIn, Origin.WRITTEN);
        return Response.created(uri.getBaseUriBuilder()
                        .path("memory")
                        .path(String.valueOf(fact.number()))
                        .build())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(view(fact))
                .build();
    }

    @PATCH
    @Path("{number}")
    @Operation(operationId = "changeFact", summary = "Reword a fact")
    public FactView correct(@PathParam("number") String number, FactChange body) {
        return memory.correct(current.get(), number(number), body.text())
                .map(MemoryResource::view)
                .orElseThrow(MemoryResource::unknown);
    }

    @DELETE
    @Path("{number}")
    @Operation(operationId = "forgetFact", summary = "Forget a fact")
    @APIResponse(responseCode = "204", description = "Done")
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

    private static FactView view(Fact fact) {
        Origin from = fact.origin();
        boolean said = from.conversationId() != null;
        return new FactView(
                fact.number(),
                fact.text(),
                fact.onlyIn(),
                new FactOrigin(from.by().word(), from.conversationId(), said ? from.turnId() : null),
                fact.at(),
                fact.untrusted() ? true : null,
                fact.correctedAt());
    }
}
