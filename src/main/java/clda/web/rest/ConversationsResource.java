package clda.web.rest;

import clda.conversation.Conversation;
import clda.conversation.ConversationHead;
import clda.conversation.DialogueText;
import clda.conversation.DigitalSource;
import clda.conversation.EventCodec;
import clda.conversation.RecordedEvent;
import clda.conversation.Turn;
import clda.dialogue.Conversations;
import clda.store.Page;
import clda.store.Position;
import clda.web.TurnJson;
import clda.web.rasa.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A caller's conversations. */
@Path("conversations")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ConversationsResource {

    private static final int MOST_LISTED = 100;
    private static final int MOST_QUERY = 200;

    @Inject
    private Conversations conversations;

    @Inject
    private CurrentCaller current;

    @POST
    @Operation(summary = "Begin a conversation")
    public Response create(JsonNode body, @jakarta.ws.rs.core.Context UriInfo uri) {
        ConversationHead head = conversations.create(current.get(), Json.optionalText(body, "title"));
        URI location =
                uri.getBaseUriBuilder().path("conversations").path(head.id()).build();
        return Response.created(location)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json(head))
                .build();
    }

    @GET
    @Operation(summary = "List or search, the newest first")
    public JsonNode list(
            @QueryParam("q") @Nullable String query,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("archived") @DefaultValue("false") String archived) {
        int most = Math.toIntExact(Numbers.parse("limit", limit, 30, 1, MOST_LISTED));
        Position from = Paging.position("before", before);
        boolean old = Boolean.parseBoolean(archived);
        if (query == null || query.isBlank()) {
            Page<ConversationHead> page = conversations.list(current.get(), from, old, most);
            return page(page, ConversationsResource::json);
        }
        if (query.length() > MOST_QUERY) {
            throw new ApiProblem(400, "\"q\" has at most " + MOST_QUERY + " characters.");
        }
        return page(conversations.search(current.get(), query, from, old, most), found -> {
            ObjectNode json = json(found.head());
            if (found.snippet() != null) {
                json.put("snippet", found.snippet());
            }
            return json;
        });
    }

    private static <T> ObjectNode page(Page<T> page, Function<T, ObjectNode> json) {
        ObjectNode answer = EventCodec.JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        page.items().forEach(item -> items.add(json.apply(item)));
        Position next = page.next();
        if (next != null) {
            answer.put("next", next.text());
        }
        return answer;
    }

    @PUT
    @Path("{id}/read")
    @Operation(summary = "Say up to which event the conversation was shown, so that what comes later is unread")
    public Response read(@PathParam("id") String id, JsonNode body) {
        JsonNode upTo = body.get("upTo");
        if (upTo == null || !upTo.canConvertToLong() || !upTo.isIntegralNumber() || upTo.longValue() < 0) {
            throw new ApiProblem(400, "\"upTo\" is the number of an event.");
        }
        conversations.read(current.get(), id, upTo.longValue());
        return Response.noContent().build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One conversation")
    public JsonNode get(@PathParam("id") String id) {
        return conversations.view(current.get(), id, ConversationsResource::json);
    }

    @PATCH
    @Path("{id}")
    @Operation(summary = "Rename, archive, have another model answer, or have exchanges with models recorded")
    public JsonNode change(@PathParam("id") String id, JsonNode body) {
        String title = Json.optionalText(body, "title");
        JsonNode archived = body.get("archived");
        JsonNode model = body.get("model");
        JsonNode recorded = body.get("recorded");
        if (title == null && archived == null && model == null && recorded == null) {
            throw new ApiProblem(400, "None of \"title\", \"archived\", \"model\" and \"recorded\" is given.");
        }
        if (model != null && !model.isTextual() && !model.isNull()) {
            throw new ApiProblem(400, "\"model\" is neither a name nor null.");
        }
        if (archived != null && !archived.isBoolean()) {
            throw new ApiProblem(400, "\"archived\" is not true or false.");
        }
        if (recorded != null && !recorded.isBoolean()) {
            throw new ApiProblem(400, "\"recorded\" is not true or false.");
        }
        if (title != null) {
            conversations.rename(current.get(), id, title);
        }
        if (archived != null) {
            conversations.archive(current.get(), id, archived.booleanValue());
        }
        if (model != null) {
            conversations.choose(current.get(), id, model.textValue());
        }
        if (recorded != null) {
            conversations.record(current.get(), id, recorded.booleanValue());
        }
        return get(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Erase for good")
    public Response erase(@PathParam("id") String id) {
        conversations.erase(current.get(), id);
        return Response.noContent().build();
    }

    @GET
    @Path("{id}/messages")
    @Operation(summary = "The transcript of the current branch")
    public JsonNode messages(@PathParam("id") String id) {
        return conversations.view(current.get(), id, conversation -> {
            ObjectNode page = EventCodec.JSON.createObjectNode();
            ArrayNode items = page.putArray("items");
            conversation.currentBranch().forEach(turn -> addMessages(turn, items));
            return page;
        });
    }

    private static void addMessages(Turn turn, ArrayNode items) {
        items.addObject()
                .put("turnId", turn.id())
                .put("role", "user")
                .put("text", turn.text())
                .put("at", turn.startedAt().toString());
        for (Turn.Reply reply : turn.replies()) {
            ObjectNode item = items.addObject();
            DigitalSource.of(reply.message().model()).mark(item);
            item.put("turnId", turn.id())
                    .put("messageId", reply.message().messageId())
                    .put("role", "assistant")
                    .put("text", reply.message().text())
                    .put("model", reply.message().model())
                    .put("at", reply.at().toString());
        }
    }

    @GET
    @Path("{id}/export")
    @Produces({MediaType.APPLICATION_JSON, "text/markdown", MediaType.TEXT_PLAIN})
    @Operation(summary = "The whole conversation, as JSON, Markdown, a dialogue that runs as a test, or Rasa's tracker")
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
            default -> throw new ApiProblem(400, "\"format\" is json, md, dialogue or rasa.");
        };
    }

    private JsonNode exportJson(String id) {
        List<RecordedEvent> events = conversations.events(current.get(), id, 0, Integer.MAX_VALUE);
        return conversations.view(current.get(), id, conversation -> {
            ObjectNode json = json(conversation);
            ArrayNode turns = json.putArray("turns");
            conversation.turns().forEach(turn -> turns.add(TurnJson.of(id, turn)));
            ArrayNode log = json.putArray("events");
            events.forEach(event -> log.add(EventCodec.toJson(event)));
            return json;
        });
    }

    private static Response attachment(String name, String type, Object entity) {
        return Response.ok(entity, type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    private static ObjectNode json(ConversationHead head) {
        return EventCodec.JSON
                .createObjectNode()
                .put("id", head.id())
                .put("title", head.title())
                .put("createdAt", head.createdAt().toString())
                .put("updatedAt", head.updatedAt().toString())
                .put("archived", head.archived())
                .put("state", head.state())
                .put("turns", head.turns())
                .put("unread", head.unread())
                .put("ai", true);
    }

    private static ObjectNode json(Conversation conversation) {
        ObjectNode json = EventCodec.JSON
                .createObjectNode()
                .put("id", conversation.id())
                .put("title", conversation.title())
                .put("createdAt", conversation.head().createdAt().toString())
                .put("updatedAt", conversation.updatedAt().toString())
                .put("archived", conversation.archived())
                .put("state", conversation.state())
                .put("ai", true)
                .put("lastSeq", conversation.lastSeq());
        if (conversation.isRecorded()) {
            json.put("recorded", true);
        }
        if (conversation.model() != null) {
            json.put("model", conversation.model());
        }
        return json;
    }
}
