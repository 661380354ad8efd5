package clda.security;

import java.util.Optional;

/** The current rights of users, whatever they were allowed to do when they asked for something. */
public interface Rights {

    /** The caller with the roles held now; empty if the account has been removed or disabled. */
    Optional<Caller> now(Caller then);

    /** Someone by the name that people know, or as {@link Caller#user} has it; empty if nobody of that name is known there. */
    Optional<Caller> find(String tenant, String user);
}
