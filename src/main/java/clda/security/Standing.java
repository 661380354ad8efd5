package clda.security;

import clda.security.Revocations.Person;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * Decides whether a caller still has rights: the single place that every request, message, decision, schedule and dispatch
 * consults. Sockets and streams that are open in a user's name are watched here and ended when the user's rights end.
 */
public final class Standing implements Rights {

    private static final Logger LOG = System.getLogger(Standing.class.getName());
    /** Maximum delay until this node knows what other nodes have revoked. */
    private static final Duration FRESH = Duration.ofSeconds(2);
    /** Period that is read again, since clocks differ and commits take time. */
    private static final Duration OVERLAP = Duration.ofMinutes(5);

    private final Directory directory;
    private final Revocations revocations;
    private final Clock clock;
    private final ThreadFactory threads;
    private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
    private final Map<Person, Instant> people = new ConcurrentHashMap<>();
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final CatchUp ended;

    /** @param threads makes the threads that end what is open */
    public Standing(Directory directory, Revocations revocations, Clock clock, ThreadFactory threads) {
        this.directory = directory;
        this.revocations = revocations;
        this.clock = clock;
        this.threads = threads;
        this.ended = new CatchUp(clock, FRESH, Instant.EPOCH, this::takeIn);
    }

    /** The holder of the token with the current roles; empty if the holder no longer has rights. */
    public Optional<Caller> of(Credential credential) {
        ended.ifStale();
        return known(credential);
    }

    /** Decides by what this node knows, without asking the store for revocations. */
    private Optional<Caller> known(Credential credential) {
        return clock.instant().isBefore(credential.expiresAt()) && !isRevoked(credential)
                ? directory.holder(credential)
                : Optional.empty();
    }

    private boolean isRevoked(Credential credential) {
        if (tokens.containsKey(credential.id())) {
            return true;
        }
        Instant until =
                later(people.getOrDefault(person(credential.caller()), Instant.EPOCH), revocations.allIssuedUntil());
        Instant issuedAt = credential.issuedAt();
        return until.isAfter(Instant.EPOCH) && (issuedAt == null || !issuedAt.isAfter(until));
    }

    private static Person person(Caller caller) {
        return new Person(caller.tenant(), caller.user());
    }

    @Override
    public Optional<Caller> now(Caller then) {
        return directory.now(then);
    }

    @Override
    public Optional<Caller> find(String tenant, String user) {
        return directory.find(tenant, user);
    }

    /** Revokes the token: on this node at once, on every other node within seconds. Returns when that is stored. */
    public void signOut(Credential credential) {
        tokens.put(credential.id(), credential.expiresAt());
        endOver();
        revocations.end(credential.id(), credential.expiresAt());
    }

    /** Revokes all tokens that the user has now. Returns when that is stored. */
    public void signOutEverywhere(String tenant, String user) {
        Person person = new Person(tenant, user);
        Instant now = clock.instant();
        people.merge(person, now, Standing::later);
        endOver();
        revocations.endAll(person, now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Something that is open in a user's name, such as a socket; to be closed together with it. */
    public final class Open implements AutoCloseable {
        private final Credential credential;
        private final Set<Role> roles;
        private final Runnable end;

        private Open(Credential credential, Set<Role> roles, Runnable end) {
            this.credential = credential;
            this.roles = roles;
            this.end = end;
        }

        private boolean isOver() {
            return known(credential)
                    .filter(caller -> caller.roles().equals(roles))
                    .isEmpty();
        }

        private void end() {
            if (open.remove(this)) {
                threads.newThread(end).start();
            }
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }

    /**
     * Watches something that is open in the name of the token's holder.
     *
     * @param caller for whom it was opened: if the roles change, it has to be opened again
     * @param end ends it; called at most once, on a separate thread, when the right has ended
     */
    public Open watch(Credential credential, Caller caller, Runnable end) {
        Open opened = new Open(credential, caller.roles(), end);
        open.add(opened);
        if (opened.isOver()) {
            opened.end();
        }
        return opened;
    }

    /** Ends everything open whose right, by what this node knows, has ended; to be called every second. */
    public void endOver() {
        for (Open each : open) {
            try {
                if (each.isOver()) {
                    each.end();
                }
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "could not find out which callers still have rights", e);
            }
        }
    }

    /** Reads what other nodes have revoked; to be called every second. */
    public void follow() {
        ended.now();
        endOver();
    }

    private boolean takeIn(Instant lookedAt) {
        Instant now = clock.instant();
        Optional<Revocations.Ended> news = revocations.since(lookedAt.minus(OVERLAP));
        news.ifPresent(found -> {
            tokens.putAll(found.tokens());
            found.people().forEach((person, until) -> people.merge(person, until, Standing::later));
            tokens.values().removeIf(expiresAt -> !now.isBefore(expiresAt));
        });
        return news.isPresent();
    }

    /** Forgets tokens that have expired; to be called from time to time. */
    public void forget() {
        revocations.forget(clock.instant());
    }
}
