package clda.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One-time tickets that replace the token when a WebSocket is opened, so that no credential is part of a URL. */
public final class SocketTickets {

    private static final Duration VALIDITY = Duration.ofSeconds(30);
    private static final int MAX_OUTSTANDING = 100_000;

    /** A new ticket and the time when it expires. */
    public record Ticket(String value, Instant expiresAt) {}

    private record Outstanding(Credential credential, Instant expiresAt) {}

    private final Map<String, Outstanding> outstanding = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Supplier<String> ids;

    public SocketTickets(Clock clock, Supplier<String> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /** @throws IllegalStateException if far too many tickets have been issued and not used */
    public Ticket issue(Credential credential) {
        Instant now = clock.instant();
        if (outstanding.size() >= MAX_OUTSTANDING) {
            outstanding.values().removeIf(ticket -> !now.isBefore(ticket.expiresAt()));
            if (outstanding.size() >= MAX_OUTSTANDING) {
                throw new IllegalStateException("too many tickets are outstanding");
            }
        }
        Ticket ticket = new Ticket(ids.get(), now.plus(VALIDITY));
        outstanding.put(ticket.value(), new Outstanding(credential, ticket.expiresAt()));
        return ticket;
    }

    /** Consumes the ticket. Does not check whether the token's holder still has rights. */
    public Optional<Credential> redeem(String value) {
        Outstanding ticket = outstanding.remove(value);
        return ticket != null && clock.instant().isBefore(ticket.expiresAt())
                ? Optional.of(ticket.credential())
                : Optional.empty();
    }
}
