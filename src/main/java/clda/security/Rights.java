package clda.security;

import java.util.Optional;

/** The current rights of users, as opposed to those that they had when they made a request. */
public interface Rights {

    /** The caller with the current roles; empty if the account has been removed or disabled. */
    Optional<Caller> now(Caller then);

    /** A user of the tenant, by displayed name or by {@link Caller#user}; empty if no such user is known. */
    Optional<Caller> find(String tenant, String user);
}
