package clda.web;

import clda.security.Caller;
import clda.security.Credential;
import clda.security.SocketTickets;
import clda.security.Standing;
import clda.security.jwt.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Identifies the caller in the same way at every entry point. */
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
    private Standing standing;

    /** A caller and the token that identifies them. */
    public record Identified(Caller caller, Credential credential) {}

    /** By the {@code Authorization} header. */
    public Optional<Identified> byHeader(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        return verify(authorization.substring(BEARER.length()).strip());
    }

    /** By the pages' cookie. */
    public Optional<Identified> byCookie(@Nullable String value) {
        return value == null ? Optional.empty() : verify(value);
    }

    /** By the header, or else by the cookie; does not check whether the request may act for the caller. */
    public Optional<Identified> by(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            return byHeader(authorization);
        }
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .findFirst()
                .flatMap(cookie -> byCookie(cookie.getValue()));
    }

    private Optional<Identified> verify(String token) {
        return tokens.verify(token).flatMap(this::still);
    }

    /** By a one-time ticket. */
    public Optional<Identified> byTicket(String ticket) {
        return tickets.redeem(ticket).flatMap(this::still);
    }

    private Optional<Identified> still(Credential credential) {
        return standing.of(credential).map(caller -> new Identified(caller, credential));
    }
}
