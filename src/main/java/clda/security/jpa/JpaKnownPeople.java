package clda.security.jpa;

import clda.security.Caller;
import clda.security.CatchUp;
import clda.security.Credential;
import clda.security.Directory;
import clda.security.Role;
import clda.security.RowSeals;
import clda.security.RowSeals.Row;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Users for whom an identity provider vouches. The newest token that any node has seen decides: a role that was withdrawn no
 * longer counts in older tokens either. A caller never gains a role that the token or the earlier request did not have.
 */
public final class JpaKnownPeople implements Directory {

    private static final int KEPT = 50_000;
    /** Maximum delay until this node knows what another node has seen. */
    private static final Duration FRESH = Duration.ofSeconds(1);
    /** Period that is read again, since clocks differ and commits take time. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private record Person(String tenant, String user) {}

    /** @param said when the token that names these roles was issued */
    private record Known(Set<Role> roles, Instant said) {}

    private final JpaStore store;
    private final RowSeals seals;
    private final Clock clock;
    private final Map<Person, Known> known = new ConcurrentHashMap<>();
    private final CatchUp seen;

    public JpaKnownPeople(JpaStore store, RowSeals seals, Clock clock) {
        this.store = store;
        this.seals = seals;
        this.clock = clock;
        this.seen = new CatchUp(clock, FRESH, clock.instant(), this::takeIn);
    }

    @Override
    public Optional<Caller> holder(Credential credential) {
        Caller caller = credential.caller();
        Person person = new Person(caller.tenant(), caller.user());
        Instant issuedAt = credential.issuedAt();
        Instant said = issuedAt == null ? credential.expiresAt() : issuedAt;
        Known before = known(person);
        if (before == null || before.said().isBefore(said)) {
            see(person, caller.roles(), said);
            return Optional.of(caller);
        }
        return Optional.of(with(caller, before.roles()));
    }

    @Override
    public Optional<Caller> now(Caller then) {
        Known now = known(new Person(then.tenant(), then.user()));
        return Optional.of(now == null ? then : with(then, now.roles()));
    }

    @Override
    public Optional<Caller> find(String tenant, String user) {
        return Optional.ofNullable(known(new Person(tenant, user))).map(now -> new Caller(user, tenant, now.roles()));
    }

    private static Caller with(Caller caller, Set<Role> held) {
        if (held.containsAll(caller.roles())) {
            return caller;
        }
        Set<Role> both = EnumSet.noneOf(Role.class);
        both.addAll(caller.roles());
        both.retainAll(held);
        return new Caller(caller.user(), caller.tenant(), both);
    }

    private @Nullable Known known(Person person) {
        seen.ifStale();
        Known kept = known.get(person);
        return kept == null ? read(person) : kept;
    }

    private @Nullable Known read(Person person) {
        List<?> rows = store.read(entities -> entities.createNativeQuery(
                        "select roles, said_at, seal from known_caller where tenant = ?1 and name = ?2")
                .setParameter(1, person.tenant())
                .setParameter(2, person.user())
                .getResultList());
        if (rows.isEmpty()) {
            return null;
        }
        Object[] row = (Object[]) rows.getFirst();
        return keep(person, known(person, row[0], row[1], row[2]));
    }

    /** Reads what other nodes have seen of the users who are known here. */
    private boolean takeIn(Instant lookedAt) {
        Optional<List<?>> rows = store.readIfThere(entities -> entities.createNativeQuery(
                        "select tenant, name, roles, said_at, seal from known_caller where seen_at >= ?1")
                .setParameter(1, lookedAt.minus(OVERLAP).toEpochMilli())
                .getResultList());
        for (Object each : rows.orElse(List.of())) {
            Object[] row = (Object[]) each;
            known.computeIfPresent(
                    new Person((String) row[0], (String) row[1]),
                    (person, kept) -> newer(kept, known(person, row[2], row[3], row[4])));
        }
        return rows.isPresent();
    }

    private Known keep(Person person, Known now) {
        if (known.size() >= KEPT) {
            known.clear();
        }
        return known.merge(person, now, JpaKnownPeople::newer);
    }

    private static Known newer(Known one, Known other) {
        return one.said().isAfter(other.said()) ? one : other;
    }

    /** If a row fails its seal, nothing is known of that user: no role is held until a token names it again. */
    private Known known(Person person, Object roles, Object saidAt, @Nullable Object seal) {
        Instant said = Instant.ofEpochMilli(((Number) saidAt).longValue());
        boolean whole = seals.isWhole(sealed(person, (String) roles, said), (byte[]) seal);
        return new Known(whole ? roles((String) roles) : Set.of(), said);
    }

    private static Row sealed(Person person, String roles, Instant said) {
        return new Row("person", person.tenant() + " " + person.user(), roles, said.toEpochMilli());
    }

    private static Set<Role> roles(String names) {
        return Arrays.stream(names.split(","))
                .map(Role::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void see(Person person, Set<Role> roles, Instant said) {
        String names = roles.stream().map(Role::word).sorted().collect(Collectors.joining(","));
        store.write((JpaWrite) entities -> entities.createNativeQuery(
                        "insert into known_caller (tenant, name, roles, seen_at, said_at, seal)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (tenant, name)"
                                + " do update set roles = excluded.roles, seen_at = excluded.seen_at,"
                                + " said_at = excluded.said_at, seal = excluded.seal"
                                + " where known_caller.said_at < excluded.said_at")
                .setParameter(1, person.tenant())
                .setParameter(2, person.user())
                .setParameter(3, names)
                .setParameter(4, clock.millis())
                .setParameter(5, said.toEpochMilli())
                .setParameter(6, seals.seal(sealed(person, names, said)))
                .executeUpdate());
        keep(person, new Known(roles, said));
    }
}
