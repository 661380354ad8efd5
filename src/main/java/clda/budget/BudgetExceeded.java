package clda.budget;

import clda.store.Rejected;

/** The call could cost more than is left. */
public final class BudgetExceeded extends Rejected {

    private final Scope scope;

    public BudgetExceeded(Scope scope) {
        super("the budget " + scope.word() + " is used up");
        this.scope = scope;
    }

    public Scope scope() {
        return scope;
    }
}
