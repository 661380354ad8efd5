package clda.web.rest;

import clda.conversation.EventCodec;
import clda.security.PersonSettings;
import clda.security.Zones;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** What the caller has set. */
@Path("me/settings")
@RequestScoped
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
    @Operation(summary = "My settings; a time zone that I have not set is null, and what counts instead is beside it")
    public JsonNode read() {
        Optional<ZoneId> set = settings.zone(current.get());
        ObjectNode answer = EventCodec.JSON.createObjectNode();
        answer.put("timeZone", set.map(ZoneId::getId).orElse(null));
        return answer.put("effectiveTimeZone", zones.of(current.get()).getId());
    }

    @PUT
    @Operation(summary = "Set my time zone, for example Asia/Shanghai; null for the server's")
    public JsonNode set(JsonNode body) {
        String zone = Json.optionalText(body, "timeZone");
        if (zone == null) {
            settings.forget(current.get());
        } else if (ZoneId.getAvailableZoneIds().contains(zone)) {
            settings.setZone(current.get(), ZoneId.of(zone));
        } else {
            throw new ApiProblem(400, "\"timeZone\" is not a time zone such as Europe/Berlin or Asia/Shanghai.");
        }
        return read();
    }
}
