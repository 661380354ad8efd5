package clda.security;

import java.util.Optional;

/** Local accounts, for installations without an identity provider. */
public interface Accounts {

    /** Empty if there is no such account or the password is wrong. */
    Optional<Caller> authenticate(String user, String password);

    /** The account as it is now; empty if there is none, or it is disabled. */
    Optional<Caller> find(String user);

    /** The account of that name as it is now; empty if there is none, or it is disabled. */
    default Optional<Caller> named(String name) {
        return find(name);
    }

    /**
     * A value that changes when the password is changed or the account is created again, so that older tokens become invalid;
     * empty if there is no such account.
     */
    Optional<String> mark(String user);

    /** No accounts. */
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
        public Optional<String> mark(String user) {
            return Optional.empty();
        }
    };
}
