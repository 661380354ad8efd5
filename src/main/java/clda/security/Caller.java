package clda.security;

import java.util.List;
import java.util.Set;

/**
 * Who is asking.
 *
 * @param user the permanent identity of the user; see {@link Subject}
 */
public record Caller(String user, String tenant, Set<Role> roles) {

    public static final String DEFAULT_TENANT = "default";

    public Caller {
        if (user.isBlank() || tenant.isBlank()) {
            throw new IllegalArgumentException("a caller has a user and a tenant");
        }
        roles = Set.copyOf(roles);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Whether the caller may have conversations and let the agent act in them. */
    public boolean mayTalk() {
        return is(Role.USER);
    }

    /** Identifies the user across all tenants. */
    public String key() {
        return tenant.length() + ":" + tenant + user;
    }

    public List<String> roleNames() {
        return roles.stream().map(Role::word).sorted().toList();
    }

    /** The name to show. */
    public String name() {
        return Subject.nameOf(user);
    }
}
