package clda.security;

import java.util.Optional;

/** Local accounts, for those who have no identity provider. */
public interface Accounts {

    /** Empty if there is no such account or the password is another. */
    Optional<Caller> authenticate(String user, String password);

    /** The account as it is now; empty if there is none. */
    Optional<Caller> find(String user);

    /** Whether callers come from here; else from an identity provider. */
    default boolean arePresent() {
        return true;
    }

    /** Nobody. */
    Accounts NONE = new Accounts() {
        @Override
        public Optional<Caller> authenticate(String user, String password) {
            return Optional.empty();
        }

        @Override
        public Optional<Caller> find(String user) {
            return Optional.empty();
        }

        @Override
        public boolean arePresent() {
            return false;
        }
    };
}
