package clda.web.rest;

import clda.conversation.EventCodec;
import clda.security.Accounts;
import clda.security.Caller;
import clda.security.SocketTickets;
import clda.security.jwt.Tokens;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Signing in with a local account, and tickets for sockets. */
@Path("/")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {

    @Inject
    private Accounts accounts;

    @Inject
    private Tokens tokens;

    @Inject
    private SocketTickets tickets;

    @Inject
    private CurrentCaller current;

    @POST
    @Path("login")
    @Operation(summary = "A token for a local account")
    public JsonNode login(JsonNode body) {
        String user = Json.text(body, "user");
        String password = Json.text(body, "password");
        if (!tokens.issues()) {
            throw new ApiProblem(404, "Tokens come from the identity provider; there are no local accounts.");
        }
        Caller caller = accounts.authenticate(user, password)
                .orElseThrow(() -> new ApiProblem(401, "The name or the password is not right."));
        Tokens.Issued issued = tokens.issue(caller);
        return EventCodec.JSON
                .createObjectNode()
                .put("token", issued.token())
                .put("expiresAt", issued.expiresAt().toString());
    }

    @POST
    @Path("ws-ticket")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "A one-time ticket to open a WebSocket with")
    public JsonNode ticket() {
        SocketTickets.Ticket ticket = tickets.issue(current.get());
        return EventCodec.JSON
                .createObjectNode()
                .put("ticket", ticket.value())
                .put("expiresAt", ticket.expiresAt().toString());
    }
}
