package clda.web.rest;

import clda.conversation.ConversationHead;
import clda.conversation.DialogueText;
import clda.conversation.RecordedEvent;
import clda.dialogue.Conversations;
import clda.store.Page;
import clda.store.Position;
import clda.web.rasa.Tracker;
import clda.web.wire.ConversationChange;
import clda.web.wire.ConversationExport;
import clda.web.wire.ConversationPage;
import clda.web.wire.ConversationRow;
import clda.web.wire.ConversationView;
import clda.web.wire.MessageList;
import clda.web.wire.MessageView;
import clda.web.wire.NewConversation;
import clda.web.wire.RasaTracker;
import clda.web.wire.ReadUpTo;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A caller's conversations. */
@Path("conversations")
@RequestScoped
@Tag(name = "Conversations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ConversationsResource {

    private static final int MAX_LISTED = 100;
    private static final int MAX_QUERY = 200;

    @Inject
    private Conversations conversations;

    @Inject
    private CurrentCaller current;

    @POST
    @Operation(operationId = "createConversation", summary = "Start a conversation")
    @APIResponseSchema(value = ConversationRow.class, responseCode = "201")
    @APIResponse(responseCode = "403")
    public Response create(NewConversation body, @jakarta.ws.rs.core.Context UriInfo uri) {
        ConversationHead head = conversations.create(current.get(), body.title());
        URI location =
                uri.getBaseUriBuilder().path("conversations").path(head.id()).build();
        return Response.created(location)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(ConversationRow.of(head, null))
                .build();
    }

    @GET
    @Operation(operationId = "listConversations", summary = "List or search conversations, newest first")
    public ConversationPage list(
            @QueryParam("q") @Nullable String query,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("archived") @DefaultValue("false") String archived) {
        int max = Math.toIntExact(NumberParameters.parse("limit", limit, 30, 1, MAX_LISTED));
        Position from = Paging.position("before", before);
        boolean old = Boolean.parseBoolean(archived);
        if (query == null || query.isBlank()) {
            Page<ConversationHead> page = conversations.list(current.get(), from, old, max);
            return new ConversationPage(
                    page.items().stream()
                            .map(head -> ConversationRow.of(head, null))
                            .toList(),
                    Paging.next(page));
        }
        if (query.length() > MAX_QUERY) {
            throw new ApiProblem(400, "\"q\" has at most " + MAX_QUERY + " characters.");
        }
        Page<Conversations.Found> page = conversations.search(current.get(), query, from, old, max);
        return new ConversationPage(
                page.items().stream()
                        .map(found -> ConversationRow.of(found.head(), found.snippet()))
                        .toList(),
                Paging.next(page));
    }

    @PUT
    @Path("{id}/read")
    @Operation(operationId = "markRead", summary = "Mark events up to a number as read")
    @APIResponse(responseCode = "204", description = "Done")
    public Response read(@PathParam("id") String id, ReadUpTo body) {
        if (body.upTo() < 0) {
            throw new ApiProblem(400, "\"upTo\" must be the number of an event.");
        }
        conversations.read(current.get(), id, body.upTo());
        return Response.noContent().build();
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getConversation", summary = "One conversation")
    public ConversationView get(@PathParam("id") String id) {
        return conversations.view(current.get(), id, ConversationView::of);
    }

    @PATCH
    @Path("{id}")
    @Operation(
            operationId = "changeConversation",
            summary = "Rename, archive, choose the model, or record exchanges with models")
    public ConversationView change(@PathParam("id") String id, ConversationChange body) {
        String title = body.title();
        Boolean archived = body.archived();
        JsonNode model = body.model();
        Boolean recorded = body.recorded();
        if (title == null && archived == null && model == null && recorded == null) {
            throw new ApiProblem(400, "Give at least one of \"title\", \"archived\", \"model\" and \"recorded\".");
        }
        if (model != null && !model.isTextual() && !model.isNull()) {
            throw new ApiProblem(400, "\"model\" must be a string or null.");
        }
        if (title != null) {
            conversations.rename(current.get(), id, title);
        }
        if (archived != null) {
            conversations.archive(current.get(), id, archived);
        }
        if (model != null) {
            conversations.choose(current.get(), id, model.textValue());
        }
        if (recorded != null) {
            conversations.record(current.get(), id, recorded);
        }
        return get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "eraseConversation", summary = "Delete a conversation permanently")
    @APIResponse(responseCode = "204", description = "Done")
    public Response erase(@PathParam("id") String id) {
        conversations.erase(current.get(), id);
        return Response.noContent().build();
    }

    @GET
    @Path("{id}/messages")
    @Operation(operationId = "listMessages", summary = "The transcript of the current branch")
    public MessageList messages(@PathParam("id") String id) {
        return conversations.view(
                current.get(),
                id,
                conversation -> new MessageList(conversation.currentBranch().stream()
                        .flatMap(turn -> MessageView.of(turn).stream())
                        .toList()));
    }

    @GET
    @Path("{id}/export")
    @Produces({MediaType.APPLICATION_JSON, "text/markdown", MediaType.TEXT_PLAIN})
    @Operation(
            operationId = "exportConversation",
            summary = "The whole conversation, as JSON, Markdown, a dialogue that runs as a test, or Rasa's tracker")
    @APIResponse(
            responseCode = "200",
            description = "The conversation",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(anyOf = {ConversationExport.class, RasaTracker.class})),
                @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
                @Content(mediaType = MediaType.TEXT_PLAIN, schema = @Schema(implementation = String.class))
            })
    public Response export(@PathParam("id") String id, @QueryParam("format") @DefaultValue("json") String format) {
        return switch (format) {
            case "json" -> attachment(id + ".json", MediaType.APPLICATION_JSON, exportJson(id));
            case "md" ->
                attachment(
                        id + ".md",
                        "text/markdown;charset=UTF-8",
                        conversations.view(current.get(), id, MarkdownExport::of));
            case "dialogue" ->
                attachment(
                        id + ".txt",
                        "text/plain;charset=UTF-8",
                        DialogueText.of(id, conversations.events(current.get(), id, 0, Integer.MAX_VALUE)));
            case "rasa" ->
                attachment(
                        id + ".json",
                        MediaType.APPLICATION_JSON,
                        Tracker.of(id, conversations.events(current.get(), id, 0, Integer.MAX_VALUE)));
            default -> throw new ApiProblem(400, "\"format\" must be json, md, dialogue or rasa.");
        };
    }

    private ConversationExport exportJson(String id) {
        List<RecordedEvent> events = conversations.events(current.get(), id, 0, Integer.MAX_VALUE);
        return conversations.view(current.get(), id, conversation -> ConversationExport.of(conversation, events));
    }

    private static Response attachment(String name, String type, Object entity) {
        return Response.ok(entity, type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }
}
