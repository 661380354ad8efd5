package clda.web.rest;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.conversation.EventCodec;
import clda.events.DeadLetters;
import clda.events.DeadLetters.DeadLetter;
import clda.events.DeadLetters.Page;
import clda.events.DeadLetters.Position;
import clda.events.OutgoingEvent;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Write;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Events that the webhook's other side has refused too often, for administrators of the tenant. */
@Path("dead-letters")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})\\.([A-Za-z0-9_-]{1,64})");
    private static final int MOST = 500;

    @Inject
    private DeadLetters letters;

    @Inject
    private AuditTrail audit;

    @Inject
    private CurrentCaller current;

    @Inject
    private Clock clock;

    @GET
    @Operation(summary = "The events of my tenant that were set aside, the newest first")
    public JsonNode list(@QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        String tenant = administrator().tenant();
        int most = (int) Numbers.parse("limit", limit, 100, 1, MOST);
        Page found = letters.of(tenant, before == null ? null : position(before), most);
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        found.letters().forEach(letter -> items.add(json(letter)));
        Position next = found.next();
        page.put("next", next == null ? null : next.setAsideAt().toEpochMilli() + "." + next.eventId());
        return page;
    }

    @POST
    @Path("send")
    @Operation(summary = "Send all of them again, under their old ids")
    public Response sendAll() {
        Caller caller = administrator();
        int sent = letters.sendAllAgain(caller.tenant(), clock.instant(), audited(caller, "dead_letters.sent", null));
        return Response.accepted(EventCodec.JSON.createObjectNode().put("sent", sent))
                .build();
    }

    @POST
    @Path("{id}/send")
    @Operation(summary = "Send it again, under its old id")
    public Response send(@PathParam("id") String id) {
        Caller caller = administrator();
        if (!letters.sendAgain(caller.tenant(), id, audited(caller, "dead_letter.sent", id))) {
            throw unknown();
        }
        return Response.accepted(EventCodec.JSON.createObjectNode().put("id", id))
                .build();
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Drop it: nobody is going to be told")
    public Response drop(@PathParam("id") String id) {
        Caller caller = administrator();
        if (!letters.drop(caller.tenant(), id, audited(caller, "dead_letter.dropped", id))) {
            throw unknown();
        }
        return Response.noContent().build();
    }

    private Write audited(Caller caller, String action, @Nullable String id) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return audit.record(
                List.of(new AuditEntry(now, caller.tenant(), caller.user(), action, null, null, id, Map.of())));
    }

    private Caller administrator() {
        Caller caller = current.get();
        if (!caller.is(Role.admin)) {
            throw new ApiProblem(403, "Only administrators may see what was set aside.");
        }
        return caller;
    }

    private static ApiProblem unknown() {
        return new ApiProblem(404, "No such event was set aside.");
    }

    private static Position position(String next) {
        Matcher matcher = PLACE.matcher(next);
        if (!matcher.matches()) {
            throw new ApiProblem(400, "\"before\" is the \"next\" of another page.");
        }
        return new Position(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2));
    }

    private static JsonNode json(DeadLetter letter) {
        OutgoingEvent event = letter.event();
        ObjectNode item = EventCodec.JSON.createObjectNode();
        item.put("id", event.id())
                .put("type", "clda." + event.type())
                .put("conversationId", event.conversationId())
                .put("at", event.at().toString())
                .put("tries", letter.tries())
                .put("answer", letter.answer())
                .put("setAsideAt", letter.setAsideAt().toString());
        return item;
    }
}
