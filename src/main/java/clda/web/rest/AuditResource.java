package clda.web.rest;

import clda.audit.Anchor;
import clda.audit.AnchorFile;
import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.audit.AuditTrail.Kept;
import clda.audit.AuditTrail.Position;
import clda.audit.Verification;
import clda.security.Role;
import clda.web.wire.AuditPage;
import clda.web.wire.AuditRow;
import clda.web.wire.AuditVerdict;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit trail, for auditors. */
@Path("audit")
@RequestScoped
@Tag(name = "Audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final int MAX = 500;
    private static final Duration BEAT = Duration.ofSeconds(5);

    @Inject
    private AuditTrail trail;

    @Inject
    private AnchorFile anchors;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "listAuditEntries", summary = "List the entries of my tenant, newest first")
    @APIResponseSchema(value = AuditPage.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public AuditPage newest(
            @QueryParam("conversation") @Nullable String conversation,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        auditorsOnly();
        int max = Math.toIntExact(NumberParameters.parse("limit", limit, 100, 1, MAX));
        List<Kept> kept =
                trail.newest(current.get().tenant(), conversation, before == null ? null : position(before), max + 1);
        return new AuditPage(
                kept.stream().limit(max).map(AuditResource::view).toList(),
                kept.size() > max ? id(kept.get(max - 1).position()) : null);
    }

    private static AuditRow view(Kept one) {
        AuditEntry entry = one.entry();
        return new AuditRow(
                id(one.position()),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.conversationId(),
                entry.turnId(),
                entry.subject(),
                entry.details());
    }

    @GET
    @Path("verify")
    @Operation(operationId = "verifyAudit", summary = "Verify that no entry was changed, moved or removed")
    @APIResponseSchema(value = AuditVerdict.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public Response verify() {
        auditorsOnly();
        return Response.ok(new LongAnswer(BEAT, this::verdict), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private AuditVerdict verdict(Runnable beat) {
        try (Stream<Anchor> kept = anchors.all()) {
            Verification.Verdict verdict = trail.verify(kept::iterator, beat);
            return new AuditVerdict(
                    verdict.whole(),
                    verdict.entries(),
                    verdict.chains(),
                    verdict.anchors(),
                    verdict.problemCount(),
                    verdict.problems());
        }
    }

    private void auditorsOnly() {
        if (!current.get().is(Role.AUDITOR)) {
            throw new ApiProblem(403, "Only auditors may see the audit trail.");
        }
    }

    private static String id(Position position) {
        return position.epoch() + "-" + position.number();
    }

    private static Position position(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new ApiProblem(400, "\"before\" must be the \"next\" of another page.");
        }
        return new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
