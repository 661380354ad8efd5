package clda.security.jpa;

import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Rights;
import clda.security.Role;
import clda.store.jpa.JpaStore;
import clda.store.jpa.JpaWrite;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Local accounts have the roles that they have now. Of somebody whom an identity provider vouches for, the roles count with
 * which the person was seen last, by any node.
 */
public final class JpaRights implements Rights {

    private static final int KEPT = 50_000;

    private final JpaStore store;
    private final Accounts accounts;
    private final Clock clock;
    private final Map<String, Set<Role>> written = new ConcurrentHashMap<>();

    public JpaRights(JpaStore store, Accounts accounts, Clock clock) {
        this.store = store;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Optional<Caller> now(Caller then) {
        if (accounts.arePresent()) {
            return accounts.find(then.user()).filter(found -> found.tenant().equals(then.tenant()));
        }
        List<?> rows = store.read(
                entities -> entities.createNativeQuery("select roles from known_caller where tenant = ?1 and name = ?2")
                        .setParameter(1, then.tenant())
                        .setParameter(2, then.user())
                        .getResultList());
        return rows.isEmpty()
                ? Optional.of(then)
                : Optional.of(new Caller(then.user(), then.tenant(), roles((String) rows.getFirst())));
    }

    private static Set<Role> roles(String names) {
        return Arrays.stream(names.split(","))
                .map(Role::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Remembers the roles with which somebody has come, if they are others than before. */
    public void seen(Caller caller) {
        if (accounts.arePresent()) {
            return;
        }
        String who = caller.tenant() + "|" + caller.user();
        if (caller.roles().equals(written.get(who))) {
            return;
        }
        store.write((JpaWrite)
                entities -> entities.createNativeQuery("insert into known_caller (tenant, name, roles, seen_at)"
                                + " values (?1, ?2, ?3, ?4) on conflict (tenant, name)"
                                + " do update set roles = excluded.roles, seen_at = excluded.seen_at")
                        .setParameter(1, caller.tenant())
                        .setParameter(2, caller.user())
                        .setParameter(3, String.join(",", caller.roleNames()))
                        .setParameter(4, clock.millis())
                        .executeUpdate());
        if (written.size() >= KEPT) {
            written.clear();
        }
        written.put(who, caller.roles());
    }
}
