package clda.web.rest;

import clda.net.ClientNetwork;
import clda.security.Caller;
import clda.security.Role;
import clda.security.SocketTickets;
import clda.security.Standing;
import clda.security.jwt.Tokens;
import clda.security.limits.PasswordSignIn;
import clda.security.limits.PasswordSignIn.Outcome;
import clda.web.CurrentArrival;
import clda.web.TooMuch;
import clda.web.wire.SignIn;
import clda.web.wire.TicketView;
import clda.web.wire.TokenView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in with a local account, and tickets for sockets. */
@Path("/")
@RequestScoped
@Tag(name = "Signing in")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {

    @Inject
    private PasswordSignIn signIn;

    @Inject
    private CurrentArrival arrival;

    @Inject
    private Tokens tokens;

    @Inject
    private SocketTickets tickets;

    @Inject
    private CurrentCaller current;

    @Inject
    private Standing standing;

    @POST
    @Path("login")
    @Operation(operationId = "signIn", summary = "A token for a local account")
    public TokenView login(SignIn body) {
        if (!tokens.issues()) {
            throw new ApiProblem(404, "Tokens come from the identity provider; there are no local accounts.");
        }
        Outcome.Welcome welcome =
                switch (signIn.enter(
                        body.user(),
                        body.password(),
                        ClientNetwork.of(arrival.get().client()))) {
                    case Outcome.Welcome known -> known;
                    case Outcome.Wrong wrong -> throw wrong();
                    case Outcome.Locked locked ->
                        throw new TooMuch(
                                429, "Too many failed sign-in attempts; try again later.", locked.retryAfter());
                    case Outcome.Busy busy ->
                        throw new TooMuch(
                                503, "Too many users are signing in right now; try again.", busy.retryAfter());
                };
        Tokens.Issued issued = tokens.issue(welcome.caller(), welcome.account());
        return new TokenView(issued.token(), issued.expiresAt());
    }

    private static ApiProblem wrong() {
        return new ApiProblem(401, "Wrong user name or password.");
    }

    @POST
    @Path("logout")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "signOut",
            summary = "Sign out: revokes this token with its unused tickets, sockets and streams on every node;"
                    + " everywhere=true revokes all of the user's tokens; administrators may name another user")
    @APIResponse(responseCode = "204", description = "Done")
    @APIResponse(responseCode = "403")
    public Response logout(
            @QueryParam("everywhere") @DefaultValue("false") boolean everywhere,
            @QueryParam("user") @Nullable String user) {
        Caller caller = current.get();
        if (user != null && !user.equals(caller.user())) {
            if (!caller.is(Role.ADMIN)) {
                throw new ApiProblem(403, "Only administrators may sign someone else out.");
            }
            standing.signOutEverywhere(
                    caller.tenant(),
                    standing.find(caller.tenant(), user).map(Caller::user).orElse(user));
        } else if (everywhere || user != null) {
            standing.signOutEverywhere(caller.tenant(), caller.user());
        } else {
            standing.signOut(current.credential());
        }
        return Response.noContent().build();
    }

    @POST
    @Path("ws-ticket")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "createTicket", summary = "A one-time ticket to open a WebSocket with")
    public TicketView ticket() {
        SocketTickets.Ticket ticket = tickets.issue(current.credential());
        return new TicketView(ticket.value(), ticket.expiresAt());
    }
}
