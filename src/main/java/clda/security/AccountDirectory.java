package clda.security;

import java.util.Optional;

/** The users with local accounts; their current roles are those of the accounts. */
public final class AccountDirectory implements Directory {

    private final Accounts accounts;

    public AccountDirectory(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Optional<Caller> holder(Credential credential) {
        String issuedTo = credential.account();
        return issuedTo != null
                        && accounts.mark(credential.caller().user())
                                .filter(issuedTo::equals)
                                .isPresent()
                ? now(credential.caller())
                : Optional.empty();
    }

    @Override
    public Optional<Caller> now(Caller then) {
        return in(then.tenant(), accounts.find(then.user()));
    }

    @Override
    public Optional<Caller> find(String tenant, String user) {
        return in(tenant, accounts.named(user).or(() -> accounts.find(user)));
    }

    private static Optional<Caller> in(String tenant, Optional<Caller> account) {
        return account.filter(found -> found.tenant().equals(tenant));
    }
}
