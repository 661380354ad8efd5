package clda.security;

import java.util.Optional;

/** Local accounts, for those who have no identity provider. */
@FunctionalInterface
public interface Accounts {

    /** Empty if there is no such account or the password is another. */
    Optional<Caller> authenticate(String user, String password);

    /** Nobody. */
    Accounts NONE = (user, password) -> Optional.empty();
}
