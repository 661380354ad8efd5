package clda.web.rest;

import clda.boot.Settings;
import clda.conversation.Conversation;
import clda.conversation.ConversationLog;
import clda.conversation.ConversationLog.Append;
import clda.conversation.EventCodec;
import clda.dialogue.Conversations;
import clda.recording.ExchangeBook;
import clda.recording.Secrets;
import clda.recording.Shadow;
import clda.security.Caller;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What passed between server and model in a conversation whose person wants it to be kept. */
@Path("conversations/{id}/recording")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
public class RecordingResource {

    private static final String LINES = "application/x-ndjson";

    @Inject
    private Conversations conversations;

    @Inject
    private ExchangeBook exchanges;

    @Inject
    private ConversationLog log;

    @Inject
    private Shadow shadow;

    @Inject
    private Settings settings;

    @Inject
    private CurrentCaller current;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The conversation and its exchanges with models, without secrets, to be replayed as a test")
    public JsonNode get(@PathParam("id") String id) {
        ObjectNode recording = EventCodec.JSON.createObjectNode().put("format", "clda-recording-1");
        recording.put("conversationId", id);
        ArrayNode events = recording.putArray("events");
        conversations
                .events(current.get(), id, 0, Integer.MAX_VALUE)
                .forEach(event -> events.add(Secrets.removed(EventCodec.toJson(event))));
        recording.putArray("exchanges").addAll(exchanges.of(id));
        return recording;
    }

    @DELETE
    @Operation(summary = "Throw the exchanges away; the conversation stays")
    public Response delete(@PathParam("id") String id) {
        conversations.view(current.get(), id, Conversation::id);
        log.append(id, new Append(List.of(), List.of(exchanges.forget(id))));
        return Response.noContent().build();
    }

    @POST
    @Path("shadow")
    @Produces(LINES)
    @Operation(summary = "Put each exchange to a model with today's prompt and tools, and compare; nothing is done")
    public StreamingOutput shadow(@PathParam("id") String id, JsonNode body) {
        Caller caller = current.get();
        conversations.view(caller, id, Conversation::id);
        String model = Json.text(body, "model");
        if (!settings.models().names().contains(model)) {
            throw new ApiProblem(400, "There is no model of that name.");
        }
        Shadow.Terms terms = terms(body);
        // Asked for now: the request is over when the lines are written.
        Shadow asked = shadow;
        return out -> asked.run(caller, id, model, terms, compared -> {
            try {
                out.write((EventCodec.JSON.valueToTree(compared) + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the client has gone", e);
            }
        });
    }

    private Shadow.Terms terms(JsonNode body) {
        JsonNode recorded = body.path("recorded");
        JsonNode version = body.path("prompt");
        boolean given = !version.isMissingNode() && !version.isNull();
        if (!recorded.isMissingNode() && !recorded.isBoolean() || recorded.asBoolean() && given) {
            throw new ApiProblem(400, "\"recorded\" is true or false, and true only without \"prompt\".");
        }
        if (!given) {
            return recorded.asBoolean() ? Shadow.Terms.RECORDED : shadow.today();
        }
        Optional<Shadow.Terms> terms = version.isInt() ? shadow.under(version.intValue()) : Optional.empty();
        return terms.orElseThrow(
                () -> new ApiProblem(400, "\"prompt\" is not the number of a version of the prompts."));
    }
}
