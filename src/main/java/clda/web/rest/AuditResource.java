package clda.web.rest;

import clda.audit.Anchor;
import clda.audit.AnchorFile;
import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.audit.AuditTrail.Kept;
import clda.audit.AuditTrail.Position;
import clda.audit.Verification;
import clda.conversation.EventCodec;
import clda.security.Role;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.jspecify.annotations.Nullable;

/** Who did what, for auditors. */
@Path("audit")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
    private static final int MOST = 500;
    private static final Duration BEAT = Duration.ofSeconds(5);

    @Inject
    private AuditTrail trail;

    @Inject
    private AnchorFile anchors;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(summary = "The entries of my tenant, the newest first")
    public JsonNode newest(
            @QueryParam("conversation") @Nullable String conversation,
            @QueryParam("before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit) {
        auditorsOnly();
        int most = Math.toIntExact(Numbers.parse("limit", limit, 100, 1, MOST));
        List<Kept> kept =
                trail.newest(current.get().tenant(), conversation, before == null ? null : position(before), most + 1);
        ObjectNode page = EventCodec.JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        for (Kept one : kept.subList(0, Math.min(most, kept.size()))) {
            AuditEntry entry = one.entry();
            ObjectNode item = items.addObject()
                    .put("id", id(one.position()))
                    .put("at", entry.at().toString())
                    .put("actor", entry.actor())
                    .put("action", entry.action());
            item.put("conversationId", entry.conversationId());
            item.put("turnId", entry.turnId());
            item.put("subject", entry.subject());
            ObjectNode details = item.putObject("details");
            entry.details().forEach(details::put);
        }
        if (kept.size() > most) {
            page.put("next", id(kept.get(most - 1).position()));
        }
        return page;
    }

    @GET
    @Path("verify")
    @Operation(summary = "Read every entry and say whether one was changed, moved or removed")
    public Response verify() {
        auditorsOnly();
        return Response.ok(new LongAnswer(BEAT, this::verdict), MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private JsonNode verdict(Runnable beat) {
        try (Stream<Anchor> kept = anchors.all()) {
            Verification.Verdict verdict = trail.verify(kept::iterator, beat);
            ObjectNode answer = EventCodec.JSON
                    .createObjectNode()
                    .put("whole", verdict.whole())
                    .put("entries", verdict.entries())
                    .put("chains", verdict.chains())
                    .put("anchors", verdict.anchors())
                    .put("problemCount", verdict.problemCount());
            ArrayNode problems = answer.putArray("problems");
            verdict.problems().forEach(problems::add);
            return answer;
        }
    }

    private void auditorsOnly() {
        if (!current.get().is(Role.auditor)) {
            throw new ApiProblem(403, "Only auditors may see the audit trail.");
        }
    }

    private static String id(Position position) {
        return position.epoch() + "-" + position.number();
    }

    private static Position position(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new ApiProblem(400, "\"before\" is the \"next\" of another page.");
        }
        return new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }
}
