package clda.security;

import java.util.Optional;

/** People with local accounts: their roles are those that the accounts have now. */
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
        return find(then.tenant(), then.user());
    }

    @Override
    public Optional<Caller> find(String tenant, String user) {
        return accounts.find(user).filter(found -> found.tenant().equals(tenant));
    }
}
