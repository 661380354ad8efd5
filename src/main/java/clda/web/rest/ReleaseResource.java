package clda.web.rest;

import clda.audit.AuditEntry;
import clda.audit.AuditTrail;
import clda.release.Arm;
import clda.release.Arms;
import clda.release.Release;
import clda.release.ReleaseBook;
import clda.release.Releases;
import clda.security.Caller;
import clda.security.Role;
import clda.store.Write;
import clda.web.wire.NewRelease;
import clda.web.wire.ReleaseView;
import clda.web.wire.RollBack;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The release of a new version to a share of the conversations, for administrators. It concerns all tenants. */
@Path("release")
@RequestScoped
@Tag(name = "Release")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReleaseResource {

    @Inject
    private Releases releases;

    @Inject
    private Arms arms;

    @Inject
    private AuditTrail audit;

    @Inject
    private CurrentCaller current;

    @Inject
    private Clock clock;

    @GET
    @Operation(operationId = "getRelease", summary = "The latest release, and how many nodes of each arm there are")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public ReleaseView get() {
        administrator();
        return view(releases.latest());
    }

    @POST
    @Operation(
            operationId = "startRelease",
            summary = "Begin a share of the new conversations in the canary arm from now on")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "201")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409", description = "A release is running already")
    public Response start(NewRelease body) {
        Caller caller = administrator();
        int share = share(body.share());
        try {
            Release started = releases.start(share, caller.user(), next -> recorded(caller, "release.started", next));
            return Response.status(Response.Status.CREATED)
                    .entity(view(Optional.of(started)))
                    .build();
        } catch (ReleaseBook.Changed e) {
            throw new ApiProblem(409, "A release is running already. Promote it or roll it back first.");
        }
    }

    private static int share(@Nullable BigDecimal percent) {
        if (percent == null) {
            return Releases.TEN_PERCENT;
        }
        boolean fits = percent.signum() > 0
                && percent.compareTo(BigDecimal.valueOf(100)) <= 0
                && percent.stripTrailingZeros().scale() <= 2;
        if (!fits) {
            throw new ApiProblem(400, "\"share\" must be above 0 and at most 100, with at most two decimals.");
        }
        return percent.movePointRight(2).intValueExact();
    }

    @POST
    @Path("promote")
    @Operation(
            operationId = "promoteRelease",
            summary = "End the release because the new version is good: there is no canary arm any more")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409", description = "No release is running")
    public ReleaseView promote() {
        return end(Release.State.PROMOTED, "release.promoted", null);
    }

    @POST
    @Path("roll-back")
    @Operation(
            operationId = "rollBackRelease",
            summary = "End the release because the new version is not good: its conversations go on in the stable arm")
    @APIResponseSchema(value = ReleaseView.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    @APIResponse(responseCode = "409", description = "No release is running")
    public ReleaseView rollBack(RollBack body) {
        String reason = body.reason();
        if (reason != null && reason.length() > Releases.MAX_REASON) {
            throw new ApiProblem(400, "\"reason\" has at most " + Releases.MAX_REASON + " characters.");
        }
        return end(
                Release.State.ROLLED_BACK, "release.rolled_back", reason == null || reason.isBlank() ? null : reason);
    }

    private ReleaseView end(Release.State state, String action, @Nullable String reason) {
        Caller caller = administrator();
        try {
            return view(
                    Optional.of(releases.end(state, caller.user(), reason, ended -> recorded(caller, action, ended))));
        } catch (ReleaseBook.Changed e) {
            throw new ApiProblem(409, "No release is running.");
        }
    }

    private List<Write> recorded(Caller caller, String action, Release release) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("release", String.valueOf(release.number()));
        String reason = release.reason();
        if (reason != null) {
            details.put("reason", reason);
        }
        return List.of(audit.record(
                List.of(new AuditEntry(now, caller.tenant(), caller.user(), action, null, null, null, details))));
    }

    private ReleaseView view(Optional<Release> latest) {
        return ReleaseView.of(latest, new ReleaseView.Nodes(arms.nodes(Arm.STABLE), arms.nodes(Arm.CANARY)));
    }

    private Caller administrator() {
        Caller caller = current.get();
        if (!caller.is(Role.ADMIN)) {
            throw new ApiProblem(403, "Only administrators may release a new version.");
        }
        return caller;
    }
}
