package clda.security;

import clda.json.Json;
import clda.security.KeyRing.Damaged;
import clda.security.KeyRing.DataKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One-time tickets that replace the token when a WebSocket is opened, so that no credential is part of a URL. A ticket is the
 * credential itself, sealed: every node that has the master key can open it, and nobody has to remember it. Which tickets were
 * used is in the database, so that each opens one socket on one node.
 */
public final class SocketTickets {

    private static final Duration VALIDITY = Duration.ofSeconds(30);
    private static final byte[] PLACE = "socket ticket".getBytes(StandardCharsets.UTF_8);
    /** Far above any ticket that was issued; nothing longer is decoded. */
    private static final int MAX_CHARACTERS = 4_096;

    /** A new ticket and the time when it expires. */
    public record Ticket(String value, Instant expiresAt) {}

    /** What a ticket contains, readable to the nodes alone: who may open a socket with it, and until when. */
    private record Sealed(
            String id,
            Instant until,
            String token,
            String user,
            String tenant,
            List<String> roles,
            @Nullable Instant issuedAt,
            Instant expiresAt,
            @Nullable String account) {

        static Sealed of(String id, Instant until, Credential credential) {
            Caller caller = credential.caller();
            return new Sealed(
                    id,
                    until,
                    credential.id(),
                    caller.user(),
                    caller.tenant(),
                    caller.roleNames(),
                    credential.issuedAt(),
                    credential.expiresAt(),
                    credential.account());
        }

        Credential credential() {
            Caller caller = new Caller(
                    user,
                    tenant,
                    roles.stream().map(Role::named).flatMap(Optional::stream).collect(Collectors.toUnmodifiableSet()));
            return new Credential(token, caller, issuedAt, expiresAt, account);
        }
    }

    private final DataKey key;
    private final UsedTickets used;
    private final Clock clock;
    private final Supplier<String> ids;

    /** @param clock the same for all nodes, such as the database's */
    public SocketTickets(KeyRing keyRing, UsedTickets used, Clock clock, Supplier<String> ids) {
        this.key = keyRing.shared();
        this.used = used;
        this.clock = clock;
        this.ids = ids;
    }

    /** A ticket for the credential's holder; stores nothing. */
    public Ticket issue(Credential credential) {
        Instant until = clock.instant().plus(VALIDITY);
        byte[] sealed = key.seal(bytes(Sealed.of(ids.get(), until, credential)), PLACE);
        return new Ticket(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed), until);
    }

    /**
     * Uses the ticket up. Does not check whether the token's holder still has rights.
     *
     * @return empty if it is no ticket, has expired, or was used before
     */
    public Optional<Credential> redeem(String value) {
        return open(value)
                .filter(ticket -> clock.instant().isBefore(ticket.until()))
                .filter(ticket -> used.use(ticket.id(), ticket.until()))
                .map(Sealed::credential);
    }

    /** Forgets what has expired; to be called from time to time. */
    public void forget() {
        used.forget(clock.instant());
    }

    private Optional<Sealed> open(String value) {
        if (value.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(value);
            return Optional.of(Json.MAPPER.readValue(key.open(sealed, PLACE), Sealed.class));
        } catch (IllegalArgumentException | Damaged e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Sealed ticket) {
        try {
            return Json.MAPPER.writeValueAsBytes(ticket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
