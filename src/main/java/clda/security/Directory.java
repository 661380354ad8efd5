package clda.security;

import java.util.Optional;

/** The authority that vouches for users: the local accounts, or an identity provider. */
public interface Directory extends Rights {

    /**
     * The holder of a token with the current roles; empty if the account no longer exists, or is not the one that the token was
     * issued to. Does not check whether the token itself has ended.
     */
    Optional<Caller> holder(Credential credential);
}
