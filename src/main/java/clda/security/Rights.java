package clda.security;

import java.util.Optional;

/** What somebody who asked for something earlier may do now. */
@FunctionalInterface
public interface Rights {

    /** The caller with the roles held now; empty if the account has ended. */
    Optional<Caller> now(Caller then);

    /** Nothing is known beyond what the caller had then. */
    Rights UNCHANGED = Optional::of;
}
