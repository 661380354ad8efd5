package clda.demo;

import clda.security.Accounts;
import clda.security.Caller;
import clda.security.Role;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts of the demo, whose passwords are public: the name followed by {@code -demo}. */
public final class DemoAccounts implements Accounts {

    private static final Map<String, Set<Role>> ROLES = Map.of(
            "alice", Set.of(Role.USER),
            "bob", Set.of(Role.USER),
            "carol", Set.of(Role.USER, Role.APPROVER),
            "dave", Set.of(Role.AUDITOR),
            "admin", Set.of(Role.ADMIN));

    @Override
    public Optional<Caller> authenticate(String user, String password) {
        boolean right = MessageDigest.isEqual(
                password.getBytes(StandardCharsets.UTF_8), (user + "-demo").getBytes(StandardCharsets.UTF_8));
        return find(user).filter(caller -> right);
    }

    @Override
    public Optional<Caller> find(String user) {
        return Optional.ofNullable(ROLES.get(user)).map(roles -> new Caller(user, Caller.DEFAULT_TENANT, roles));
    }

    @Override
    public Optional<String> mark(String user) {
        return find(user).map(found -> "demo");
    }
}
