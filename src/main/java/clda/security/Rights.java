package clda.security;

import java.util.Optional;

/** What people may do now, whatever they were allowed to do when they asked for something. */
public interface Rights {

    /** The caller with the roles held now; empty if the account has been removed or disabled. */
    Optional<Caller> now(Caller then);

    /** Somebody who is known by name; empty if nobody of that name may do anything in the tenant. */
    Optional<Caller> find(String tenant, String user);
}
