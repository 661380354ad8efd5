package clda.security;

import clda.json.Worded;
import java.util.Arrays;
import java.util.Optional;

/** The roles of callers. A token's groups that are none of these are ignored. */
public enum Role implements Worded {
    USER,
    APPROVER,
    AUDITOR,
    ADMIN;

    public static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.word().equals(name)).findFirst();
    }
}
