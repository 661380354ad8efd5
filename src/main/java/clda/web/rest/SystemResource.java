package clda.web.rest;

import clda.security.Damages;
import clda.security.Role;
import clda.web.SystemStatus;
import clda.web.wire.DamageList;
import clda.web.wire.DamageView;
import clda.web.wire.SystemView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The state of the server. */
@Path("system")
@RequestScoped
@Tag(name = "System")
@Produces(MediaType.APPLICATION_JSON)
public class SystemResource {

    @Inject
    private SystemStatus status;

    @Inject
    private Damages damages;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(operationId = "getSystem", summary = "Version, model, store")
    public SystemView get() {
        return new SystemView(
                status.version(),
                status.model(),
                status.modelConfigured(),
                status.store(),
                status.durable(),
                status.demo(),
                status.ai());
    }

    @GET
    @Path("damages")
    @Operation(
            operationId = "listDamages",
            summary = "What was found changed or missing in the database, for administrators")
    @APIResponseSchema(value = DamageList.class, responseCode = "200")
    @APIResponse(responseCode = "403")
    public DamageList damages() {
        if (!current.get().is(Role.ADMIN)) {
            throw new ApiProblem(403, "Only administrators may see what is damaged.");
        }
        return new DamageList(damages.all().stream()
                .map(damage -> new DamageView(damage.what(), damage.noticedAt()))
                .toList());
    }
}
