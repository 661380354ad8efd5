package clda.web.rest;

import clda.conversation.Conversation;
import clda.dialogue.Conversations;
import clda.json.Json;
import clda.llm.ModelCatalog;
import clda.recording.Recordings;
import clda.recording.Shadow;
import clda.security.Caller;
import clda.web.wire.RecordingView;
import clda.web.wire.ShadowRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The recording of a conversation's exchanges with models, if its user wants it. */
@Path("conversations/{id}/recording")
@RequestScoped
@Tag(name = "Recordings")
@Consumes(MediaType.APPLICATION_JSON)
public class RecordingResource {

    private static final String FORMAT = "clda-recording-1";
    private static final String LINES = "application/x-ndjson";

    @Inject
    private Conversations conversations;

    @Inject
    private Recordings recordings;

    @Inject
    private Shadow shadow;

    @Inject
    private ModelCatalog catalog;

    @Inject
    private CurrentCaller current;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getRecording",
            summary = "The conversation and its exchanges with models, without secrets, to be replayed as a test")
    public RecordingView get(@PathParam("id") String id) {
        Recordings.Recording recording =
                recordings.of(id, conversations.events(current.get(), id, 0, Integer.MAX_VALUE));
        return new RecordingView(FORMAT, id, recording.events(), recording.exchanges());
    }

    @DELETE
    @Operation(operationId = "deleteRecording", summary = "Delete the recorded exchanges; the conversation stays")
    @APIResponse(responseCode = "204", description = "Done")
    public Response delete(@PathParam("id") String id) {
        conversations.view(current.get(), id, Conversation::id);
        recordings.forget(id);
        return Response.noContent().build();
    }

    @POST
    @Path("shadow")
    @Produces(LINES)
    @Operation(
            operationId = "shadowRecording",
            summary = "Put each exchange to a model with today's prompt and tools, and compare; nothing is executed")
    @APIResponse(
            responseCode = "200",
            description = "A line of JSON for each exchange",
            content = @Content(mediaType = LINES, schema = @Schema(implementation = String.class)))
    public StreamingOutput shadow(@PathParam("id") String id, ShadowRequest body) {
        Caller caller = current.get();
        conversations.view(caller, id, Conversation::id);
        String model = body.model();
        if (!catalog.has(model)) {
            throw new ApiProblem(400, "There is no model of that name.");
        }
        Shadow.Terms terms = terms(body);
        // Asked for now: the request is over when the lines are written.
        Shadow asked = shadow;
        return out -> asked.run(caller, id, model, terms, compared -> {
            try {
                out.write((Json.MAPPER.valueToTree(compared) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the client has gone", e);
            }
        });
    }

    private Shadow.Terms terms(ShadowRequest body) {
        boolean recorded = Boolean.TRUE.equals(body.recorded());
        Integer version = body.prompt();
        if (recorded && version != null) {
            throw new ApiProblem(400, "\"recorded\" is true only without \"prompt\".");
        }
        if (version == null) {
            return recorded ? Shadow.Terms.RECORDED : shadow.today();
        }
        return shadow.under(version)
                .orElseThrow(() -> new ApiProblem(400, "\"prompt\" must be the number of a version of the prompts."));
    }
}
