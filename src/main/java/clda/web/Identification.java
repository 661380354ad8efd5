package clda.web;

import clda.security.Caller;
import clda.security.SocketTickets;
import clda.security.jpa.JpaRights;
import clda.security.jwt.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who is calling, the same way at every door. */
@ApplicationScoped
public class Identification {

    /** The cookie in which the pages keep the token; scripts cannot read it. */
    public static final String COOKIE = "clda-token";

    private static final String BEARER = "Bearer ";

    @Inject
    private Tokens tokens;

    @Inject
    private SocketTickets tickets;

    @Inject
    private JpaRights rights;

    /** By the {@code Authorization} header. */
    public Optional<Caller> byHeader(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        return verify(authorization.substring(BEARER.length()).strip());
    }

    /** By the pages' cookie. */
    public Optional<Caller> byCookie(@Nullable String value) {
        return value == null ? Optional.empty() : verify(value);
    }

    private Optional<Caller> verify(String token) {
        Optional<Caller> caller = tokens.verify(token);
        caller.ifPresent(rights::seen);
        return caller;
    }

    /** By a one-time ticket. */
    public Optional<Caller> byTicket(String ticket) {
        return tickets.redeem(ticket);
    }
}
