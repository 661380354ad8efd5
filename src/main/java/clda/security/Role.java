package clda.security;

import clda.json.Worded;
import java.util.Optional;

/** The roles of callers. A token's groups that are none of these are ignored. */
public enum Role implements Worded {
    USER,
    APPROVER,
    AUDITOR,
    ADMIN;

    public static Optional<Role> named(String name) {
        return Worded.find(Role.class, name);
    }
}
