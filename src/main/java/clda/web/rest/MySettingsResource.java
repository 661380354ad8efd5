package clda.web.rest;

import clda.security.PersonSettings;
import clda.security.Zones;
import clda.web.wire.SettingsChange;
import clda.web.wire.SettingsView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's settings. */
@Path("me/settings")
@RequestScoped
@Tag(name = "Settings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MySettingsResource {

    @Inject
    private PersonSettings settings;

    @Inject
    private Zones zones;

    @Inject
    private CurrentCaller current;

    @GET
    @Operation(
            operationId = "getSettings",
            summary =
                    "My settings; a time zone that I have not set is null, and the default that applies is given beside it")
    public SettingsView read() {
        Optional<ZoneId> set = settings.zone(current.get());
        return new SettingsView(
                set.map(ZoneId::getId).orElse(null), zones.of(current.get()).getId());
    }

    @PUT
    @Operation(
            operationId = "changeSettings",
            summary = "Set my time zone, for example Asia/Shanghai; null for the server's")
    public SettingsView set(SettingsChange body) {
        String zone = body.timeZone();
        if (zone == null) {
            settings.forget(current.get());
        } else if (ZoneId.getAvailableZoneIds().contains(zone)) {
            settings.setZone(current.get(), ZoneId.of(zone));
        } else {
            throw new ApiProblem(400, "\"timeZone\" must be a time zone such as Europe/Berlin or Asia/Shanghai.");
        }
        return read();
    }
}
