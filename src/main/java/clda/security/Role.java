package clda.security;

import java.util.Arrays;
import java.util.Optional;

/** The roles of callers. A token's groups that are none of these are ignored. */
public enum Role {
    user,
    approver,
    auditor,
    admin;

    public static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.name().equals(name)).findFirst();
    }
}
