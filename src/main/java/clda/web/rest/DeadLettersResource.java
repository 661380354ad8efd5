package clda.web.rest;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.conversation.EventCodec;
import clda.events.DeadLetters;
import clda.events.DeadLetters.DeadLetter;
import clda.events.OutgoingEvent;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Write;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Events that the webhook's other side has refused too often, for administrators of the tenant. */
@Path("dead-letters")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

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
        return Paging.answer(
                letters.of(administrator().tenant(), Paging.position("before", before), Paging.limit(limit)),
                "id",
                DeadLettersResource::put);
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

    private static void put(DeadLetter letter, ObjectNode item) {
        OutgoingEvent event = letter.event();
        item.put("id", event.id())
                .put("type", "clda." + event.type())
                .put("conversationId", event.conversationId())
                .put("at", event.at().toString())
                .put("tries", letter.tries())
                .put("answer", letter.answer())
                .put("setAsideAt", letter.setAsideAt().toString());
    }
}
