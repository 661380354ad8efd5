package clda.web.rest;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.events.DeadLetters;
import clda.events.DeadLetters.DeadLetter;
import clda.events.OutgoingEvent;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Listed;
import clda.store.Page;
import clda.store.Write;
import clda.web.wire.DamagedRow;
import clda.web.wire.DeadLetterPage;
import clda.web.wire.DeadLetterView;
import clda.web.wire.Sending;
import clda.web.wire.SentAgain;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The events that the webhook's receiver has refused too often, for administrators of the tenant. */
@Path("dead-letters")
@RequestScoped
@Tag(name = "Dead letters")
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
    @Operation(
            operationId = "listDeadLetters",
            summary = "List the events of my tenant that were set aside, newest first")
    @APIResponseSchema(value = DeadLetterPage.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public DeadLetterPage list(
            @QueryParam("before") @Nullable String before, @QueryParam("limit") @Nullable String limit) {
        Page<Listed<DeadLetter>> page =
                letters.of(administrator().tenant(), Paging.position("before", before), Paging.limit(limit));
        return new DeadLetterPage(Paging.rows(page, DeadLettersResource::view, DamagedRow::new), Paging.next(page));
    }

    @POST
    @Path("send")
    @Operation(operationId = "sendAllDeadLetters", summary = "Send all of them again, under their old ids")
    @APIResponseSchema(value = SentAgain.class, responseCode = "202")
    @APIResponse(responseCode = "403")
    public Response sendAll() {
        Caller caller = administrator();
        int sent = letters.sendAllAgain(caller.tenant(), clock.instant(), audited(caller, "dead_letters.sent", null));
        return Response.accepted(new SentAgain(sent)).build();
    }

    @POST
    @Path("{id}/send")
    @Operation(operationId = "sendDeadLetter", summary = "Send it again, under its old id")
    @APIResponseSchema(value = Sending.class, responseCode = "202")
    @APIResponse(responseCode = "403")
    public Response send(@PathParam("id") String id) {
        Caller caller = administrator();
        if (!letters.sendAgain(caller.tenant(), id, audited(caller, "dead_letter.sent", id))) {
            throw unknown();
        }
        return Response.accepted(new Sending(id)).build();
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "dropDeadLetter", summary = "Drop a dead letter without sending it")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "403")
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
        if (!caller.is(Role.ADMIN)) {
            throw new ApiProblem(403, "Only administrators may see dead letters.");
        }
        return caller;
    }

    private static ApiProblem unknown() {
        return new ApiProblem(404, "No such event was set aside.");
    }

    private static DeadLetterView view(DeadLetter letter) {
        OutgoingEvent event = letter.event();
        return new DeadLetterView(
                event.id(),
                "clda." + event.type(),
                event.conversationId(),
                event.at(),
                letter.tries(),
                letter.answer(),
                letter.setAsideAt());
    }
}
