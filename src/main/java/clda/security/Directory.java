package clda.security;

import java.util.Optional;

/** The authority that vouches for users: the local accounts, or an identity provider. */
public interface Directory extends Rights {

    /**
     * The holder of a token with the roles held now; empty if the account has ended, or is another one than the token was
     * issued to. Whether the token itself has ended is not asked here.
     */
    Optional<Caller> holder(Credential credential);
}
